import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import type { BlobStore } from "../../blob-store.ts";
import { Bug } from "../../../core/findings/bug.ts";
import type { PublishedFile } from "../../../core/index/index-app.ts";

/** Writes the published tree's index into a folder, emptied first, for the site to be built from. Packages and deltas stay out: no page needs them. */
export async function writeIndexFolder(
  files: ReadonlyMap<string, PublishedFile>,
  blobs: BlobStore,
  folder: string,
): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  for (const [path, file] of files) {
    if (path.endsWith(".mosis") || path.endsWith(".mosisdelta")) continue;
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), file.kind === "bytes" ? file.bytes : await bytesOf(file.blob, blobs));
  }
}

/** The bytes of a blob that the index names. */
export async function bytesOf(
  { sha256 }: { readonly sha256: Parameters<BlobStore["read"]>[0] },
  blobs: BlobStore,
): Promise<Uint8Array> {
  const bytes = await blobs.read(sha256);
  if (bytes === null) throw new Bug(`the index names the blob ${sha256}, which the mirror does not have`);
  return bytes;
}
