import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";

import { bytesOf } from "./index-folder.ts";
import type { PublishRecord } from "./publish-record.ts";
import type { SignedStore } from "./publish.ts";
import { isSettled, type StoreTree } from "./upload.ts";
import { type BlobStore, openBlobStore } from "../../blob-store.ts";
import type { PublishTarget } from "../../publish-target.ts";
import type { PublishedFile } from "../../../core/index/index-app.ts";
import type { BlobReference } from "../../../core/registry/package-facts.ts";

/** What the job that uploads gets from the job that signs: the tree, and the record to keep of it. */
export interface StoredStore {
  readonly tree: Omit<StoreTree, "pages">;
  readonly blobs: BlobStore;
  readonly record: PublishRecord;
}

interface Contents {
  readonly record: PublishRecord;
  /** In the order of the index; a blob by its name, anything else lies in the folder. */
  readonly index: readonly (readonly [string, BlobReference | null])[];
  /** In the order to upload. */
  readonly metadata: readonly string[];
}

/** Writes a signed store into a folder, emptied first, without the packages and pictures that the target has already. */
export async function writeSignedStore(
  folder: string,
  { record, index, signed }: SignedStore,
  blobs: BlobStore,
  target: Pick<PublishTarget, "list">,
): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  const known = new Map((await target.list()).map(({ path, length }) => [path, length]));
  const own = await openBlobStore(join(folder, "blobs"));
  for (const [path, file] of index.files) {
    if (file.kind === "bytes") await write(join(folder, "index", path), file.bytes);
    else if (!isSettled(path, file.blob.length, known.get(path))) await own.write(await bytesOf(file.blob, blobs));
  }
  for (const [path, bytes] of signed.files) await write(join(folder, "metadata", path), bytes);
  const contents: Contents = {
    record,
    index: [...index.files].map(([path, file]) => [path, file.kind === "bytes" ? null : file.blob]),
    metadata: [...signed.files.keys()],
  };
  await write(join(folder, "contents.json"), new TextEncoder().encode(JSON.stringify(contents)));
}

/** Reads what {@link writeSignedStore} wrote. */
export async function readSignedStore(folder: string): Promise<StoredStore> {
  const contents = JSON.parse(await readFile(join(folder, "contents.json"), "utf8")) as Contents;
  const index = new Map<string, PublishedFile>();
  for (const [path, blob] of contents.index) {
    index.set(
      path,
      blob === null ? { kind: "bytes", bytes: await read(join(folder, "index", path)) } : { kind: "blob", blob },
    );
  }
  const metadata = new Map<string, Uint8Array>();
  for (const path of contents.metadata) metadata.set(path, await read(join(folder, "metadata", path)));
  return { tree: { index, metadata }, blobs: await openBlobStore(join(folder, "blobs")), record: contents.record };
}

/** Every file below a folder by path; none when there is no folder. */
export async function readPages(folder: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return [];
      throw error;
    },
  );
  const pages = new Map<string, Uint8Array>();
  for (const entry of entries.filter((each) => each.isFile())) {
    const path = join(entry.parentPath, entry.name);
    pages.set(relative(folder, path).split(sep).join("/"), await read(path));
  }
  return pages;
}

async function read(path: string): Promise<Uint8Array> {
  return new Uint8Array(await readFile(path));
}

async function write(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
}
