import { createHash } from "node:crypto";

import { bytesOf } from "./index-folder.ts";
import type { BlobStore } from "../../blob-store.ts";
import type { PublishTarget, TargetFile } from "../../publish-target.ts";
import { equalBytes } from "../../../core/bytes.ts";
import type { PublishedFile } from "../../../core/index/index-app.ts";

/** A store in three parts, each by path. */
export interface StoreTree {
  readonly index: ReadonlyMap<string, PublishedFile>;
  readonly pages: ReadonlyMap<string, Uint8Array>;
  /** TUF metadata in the order to upload. */
  readonly metadata: ReadonlyMap<string, Uint8Array>;
}

/**
 * Paths whose bytes never change. Metadata is none of them: when an upload broke off before the timestamp, the next run signs the
 * same version numbers anew.
 */
const IMMUTABLE = /^(?:targets\/|packages\/[^/]+\/\d+\/package\.mosis$|deltas\/|assets\/[^/]+\/screenshots\/)/;
const TIMESTAMP = "tuf/timestamp.json";
/** What people look at under fixed names. Everything else stays: a device with an older timestamp may still ask for it. */
const DISPLAY = /^(?:v1|feeds|badges)\/|^(?!stats\/).*\.html$|^sitemap-\w+\.xml$/;
/** What of it comes with the index, not with the pages. */
const INDEXED = /^(?:v1|feeds|badges)\//;

export interface Uploaded {
  /** Files that were new or different. */
  readonly uploaded: number;
  /** Pages and their data that the store has no more. */
  readonly removed: number;
}

/**
 * Puts a store onto its target in an order in which every moment is a whole store: what is referred to before what refers, the
 * timestamp last. Only after it what the store shows no more is taken away; pages only if there are any.
 */
export async function uploadTree(tree: StoreTree, blobs: BlobStore, target: PublishTarget): Promise<Uploaded> {
  const known = new Map((await target.list()).map((file) => [file.path, file]));
  let uploaded = 0;
  const put = async (path: string, length: number, load: () => Promise<Uint8Array>): Promise<void> => {
    const there = known.get(path);
    if (isSettled(path, length, there?.length)) return;
    const bytes = await load();
    if (there?.length === length && (await isSame(there, bytes, target))) return;
    await target.put(path, bytes);
    uploaded += 1;
  };
  for (const [path, file] of tree.index) {
    if (file.kind === "bytes") await put(path, file.bytes.length, () => Promise.resolve(file.bytes));
    else await put(path, file.blob.length, () => bytesOf(file.blob, blobs));
  }
  const metadata = Map.groupBy(tree.metadata, ([path]) => path === TIMESTAMP);
  for (const [path, bytes] of [...(metadata.get(false) ?? []), ...tree.pages, ...(metadata.get(true) ?? [])]) {
    await put(path, bytes.length, () => Promise.resolve(bytes));
  }
  const removed = [...known.keys()].filter((path) => DISPLAY.test(path) && !isPart(path, tree));
  for (const path of removed) await target.delete(path);
  return { uploaded, removed: removed.length };
}

/** MD5 is enough to see what need not be sent again; what devices read they check by SHA-256. */
async function isSame({ path, md5 }: TargetFile, bytes: Uint8Array, target: PublishTarget): Promise<boolean> {
  if (md5 !== undefined && md5 === createHash("md5").update(bytes).digest("hex")) return true;
  const current = await target.read(path);
  return current !== null && equalBytes(current, bytes);
}

/** Whether a file of the index is on the target for good, so that its bytes are not needed to publish it again. */
export function isSettled(path: string, length: number, known: number | undefined): boolean {
  return known === length && IMMUTABLE.test(path);
}

function isPart(path: string, { index, pages }: StoreTree): boolean {
  return index.has(path) || pages.has(path) || (pages.size === 0 && !INDEXED.test(path));
}
