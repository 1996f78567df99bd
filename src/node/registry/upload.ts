import { bytesOf } from "./index-folder.ts";
import type { BlobStore } from "../blob-store.ts";
import type { PublishTarget } from "../publish-target.ts";
import { equalBytes } from "../../core/bytes.ts";
import type { PublishedFile } from "../../core/index/index-app.ts";

/** A store in three parts, each by path. */
export interface StoreTree {
  readonly index: ReadonlyMap<string, PublishedFile>;
  readonly pages: ReadonlyMap<string, Uint8Array>;
  /** TUF metadata in the order to upload, the timestamp last. */
  readonly metadata: ReadonlyMap<string, Uint8Array>;
}

/**
 * Paths whose bytes never change. Metadata is none of them: when an upload broke off before the timestamp, the next run signs the
 * same version numbers anew.
 */
const IMMUTABLE = /^(?:targets\/|packages\/[^/]+\/\d+\/package\.mosis$|assets\/[^/]+\/screenshots\/)/;
const TIMESTAMP = "tuf/timestamp.json";

/**
 * Puts a store onto its target in an order in which every moment is a whole store: what is referred to before what refers, the
 * timestamp last of all.
 *
 * @returns how many files were new or different
 */
export async function uploadTree(tree: StoreTree, blobs: BlobStore, target: PublishTarget): Promise<number> {
  const known = new Map((await target.list()).map(({ path, length }) => [path, length]));
  let uploaded = 0;
  const put = async (path: string, length: number, load: () => Promise<Uint8Array>): Promise<void> => {
    if (known.get(path) === length) {
      if (IMMUTABLE.test(path)) return;
      const current = await target.read(path);
      if (current !== null && equalBytes(current, await load())) return;
    }
    await target.put(path, await load());
    uploaded += 1;
  };
  for (const [path, file] of tree.index) {
    if (file.kind === "bytes") await put(path, file.bytes.length, () => Promise.resolve(file.bytes));
    else await put(path, file.blob.length, () => bytesOf(file.blob, blobs));
  }
  const [beforePages, last] = [
    [...tree.metadata].filter(([path]) => path !== TIMESTAMP),
    [...tree.metadata].filter(([path]) => path === TIMESTAMP),
  ];
  for (const [path, bytes] of [...beforePages, ...tree.pages, ...last]) {
    await put(path, bytes.length, () => Promise.resolve(bytes));
  }
  return uploaded;
}
