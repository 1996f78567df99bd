import { mkdir, open, readdir, readFile, rename, rm, stat, statfs } from "node:fs/promises";
import { dirname, join } from "node:path";

import type { ByteSource } from "../../core/package/byte-source.ts";
import { syncFolder, writeDurably } from "../../node/atomic-file.ts";
import { fileSource } from "../../node/file-source.ts";

/**
 * Everything a device does to its file system. What a method changed is on the disk when it returns; a test stops the power
 * between any two calls.
 */
export interface Disk {
  /** Null where there is no such file. */
  read(path: string): Promise<Uint8Array | null>;
  /** A file that is there, to be read where it is needed, so that it need not fit in memory. */
  source(path: string): Promise<ByteSource>;
  /** A file in parts, so that it need not fit in memory; none where there is no such file. */
  readParts(path: string): AsyncIterable<Uint8Array>;
  /** Null where there is nothing. */
  look(path: string): Promise<FileFacts | null>;
  /** Names in a folder, sorted; none where there is no such folder. */
  list(folder: string): Promise<readonly string[]>;
  isFolder(path: string): Promise<boolean>;
  /** Readers see the old bytes or the new ones. Makes missing folders. */
  write(path: string, bytes: Uint8Array): Promise<void>;
  /** Writes a file that nobody reads yet, of a tree that `rename` will move into place. Makes missing folders. */
  create(path: string, bytes: Uint8Array): Promise<void>;
  /** Adds to the end of a file that nobody reads yet; after a failure there may be less than was to be added. Makes the file. */
  append(path: string, bytes: Uint8Array): Promise<void>;
  /** True when it was not there before. */
  makeFolder(path: string): Promise<boolean>;
  /** Moves a file or folder to a place that is free. */
  rename(from: string, to: string): Promise<void>;
  /** Removes a file or a whole folder, if it is there. */
  remove(path: string): Promise<void>;
  /** Bytes that may still be written. */
  freeBytes(path: string): Promise<number>;
}

export interface FileFacts {
  readonly bytes: number;
  readonly changed: Date;
}

export const nodeDisk: Disk = {
  async read(path) {
    const bytes = await readFile(path).catch(absentAs(null));
    return bytes === null ? null : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  },
  source: async (path) => fileSource(path, (await stat(path)).size),
  async *readParts(path) {
    const file = await open(path, "r").catch(absentAs(null));
    if (file !== null) yield* file.createReadStream() as AsyncIterable<Uint8Array>;
  },
  async look(path) {
    const found = await stat(path).catch(absentAs(null));
    return found === null ? null : { bytes: found.size, changed: found.mtime };
  },
  async list(folder) {
    const names: readonly string[] = await readdir(folder).catch(absentAs([]));
    return names.toSorted();
  },
  async isFolder(path) {
    return (await stat(path).catch(absentAs(null)))?.isDirectory() ?? false;
  },
  write: writeDurably,
  create: (path, bytes) => writeWith("wx", path, bytes),
  append: (path, bytes) => writeWith("a", path, bytes),
  makeFolder,
  async rename(from, to) {
    await rename(from, to);
    await syncFolder(dirname(to));
    if (dirname(from) !== dirname(to)) await syncFolder(dirname(from));
  },
  async remove(path) {
    await rm(path, { recursive: true, force: true });
    await syncFolder(dirname(path)).catch(absentAs(undefined));
  },
  async freeBytes(path) {
    // The root itself may not be there yet.
    for (let folder = path; ; folder = dirname(folder)) {
      const found = await statfs(folder).catch(absentAs(null));
      if (found !== null) return found.bavail * found.bsize;
      if (folder === dirname(folder)) return 0;
    }
  },
};

async function writeWith(flags: "wx" | "a", path: string, bytes: Uint8Array): Promise<void> {
  await makeFolder(dirname(path));
  const file = await open(path, flags, 0o644);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await syncFolder(dirname(path));
}

async function makeFolder(path: string): Promise<boolean> {
  const first = await mkdir(path, { recursive: true });
  if (first === undefined) return false;
  // Every folder on the way is an entry of the one above it.
  for (let folder = path; folder !== dirname(first); folder = dirname(folder)) await syncFolder(dirname(folder));
  return true;
}

/** A path below a folder of this machine, of a path with slashes. */
export function below(folder: string, path: string): string {
  return join(folder, ...path.split("/"));
}

function absentAs<T>(value: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return value;
    throw error;
  };
}
