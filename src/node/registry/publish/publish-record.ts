import type { Hold } from "../../../core/registry/hold.ts";
import type { Head } from "../../../core/trust/head.ts";

/**
 * What was published last, kept in the registry repository under `refs/mosis/published`, apart from the publish target: a
 * target that was rolled back or emptied is noticed.
 */
export type PublishRecord = {
  /** Commit of the registry. */
  readonly commit: string;
  readonly head: Head;
  /** Versions that are held; absent in records of before they were remembered. */
  readonly held?: readonly Hold[];
};

export const PUBLISH_RECORD_REF = "refs/mosis/published";
export const PUBLISH_RECORD_FILE = "published.json";

/** Where the record is kept. */
export interface RecordStore {
  /** Null when nothing was ever published. */
  read(): Promise<PublishRecord | null>;
  write(record: PublishRecord): Promise<void>;
}
