import { nodeCrypto } from "../../crypto.ts";
import { FetchError } from "../../fetch-file.ts";
import type { HttpFetcher } from "../../http-fetch.ts";
import { inParallel } from "../../in-parallel.ts";
import type { FoundFile } from "../../../core/audit/compare-files.ts";
import { toHex } from "../../../core/bytes.ts";
import type { Sha256 } from "../../../core/ids/ids.ts";
import type { BlobReference } from "../../../core/registry/package-facts.ts";

/** The files of a store as it is served, and what is known of those that were read. */
export interface LiveStore {
  /**
   * The bytes at a path; null where there are none, or more than `maxBytes`.
   *
   * @throws FetchError `unreachable` or `status`
   */
  read(path: string, maxBytes: number): Promise<Uint8Array | null>;
  /** Reads the files that were not read yet. */
  readAll(files: ReadonlyMap<string, BlobReference>): Promise<void>;
  /** What was found at a path that was read. */
  found(path: string): FoundFile;
}

/** A live store that is read through a fetcher. */
export function liveStore(fetcher: HttpFetcher): LiveStore {
  const known = new Map<string, FoundFile>();
  const read = async (path: string, maxBytes: number): Promise<Uint8Array | null> => {
    const bytes = await fetcher(path, maxBytes).catch((error: unknown) => {
      if (error instanceof FetchError && error.code === "too-large") return "longer" as const;
      throw error;
    });
    if (bytes === null || bytes === "longer") {
      known.set(path, bytes ?? "absent");
      return null;
    }
    known.set(path, { sha256: toHex(nodeCrypto.sha256(bytes)) as Sha256, length: bytes.length });
    return bytes;
  };
  return {
    read,
    async readAll(files) {
      const unread = [...files].filter(([path]) => !known.has(path));
      await inParallel(unread, async ([path, { length }]) => void (await read(path, length)));
    },
    found: (path) => known.get(path) ?? "absent",
  };
}
