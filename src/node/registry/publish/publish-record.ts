import type { DocumentStore } from "../forge-document.ts";
import type { Hold } from "../../../core/registry/hold.ts";
import type { ReviewQueue } from "../../../core/review/queue.ts";
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
  /** What waited for review, as it was published; absent where no queue was ever kept. */
  readonly queue?: ReviewQueue;
};

export const PUBLISHED = { ref: "refs/mosis/published", file: "published.json" } as const;

/** Where the record is kept. */
export type RecordStore = DocumentStore<PublishRecord>;
