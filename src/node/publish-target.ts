import { readdir, readFile, rm, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";

import { TEMPORARY_FILE, writeAtomically } from "./write-atomically.ts";

/** What a publish target knows of a file. */
export interface TargetFile {
  readonly path: string;
  /** Bytes. */
  readonly length: number;
  /** MD5 of its bytes in hex, where the target tells without reading them. */
  readonly md5?: string;
}

/** Where the published tree is put: a folder, or a bucket of the S3 kind. Paths are relative, with `/`. */
export interface PublishTarget {
  /** Every file, sorted by path. */
  list(): Promise<readonly TargetFile[]>;
  /** The bytes at the origin, past any cache; null where there are none. */
  read(path: string): Promise<Uint8Array | null>;
  /** Readers see the old bytes or the new ones. */
  put(path: string, bytes: Uint8Array): Promise<void>;
  delete(path: string): Promise<void>;
}

/** Publishes into a folder, for a web server on the same machine. */
export function folderTarget(root: string): PublishTarget {
  return {
    async list() {
      const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(missingAs([]));
      const files = entries.filter((entry) => entry.isFile() && !TEMPORARY_FILE.test(entry.name));
      const listed = await Promise.all(
        files.map(async (entry) => {
          const path = join(entry.parentPath, entry.name);
          return { path: relative(root, path).split(sep).join("/"), length: (await stat(path)).size };
        }),
      );
      return listed.sort((a, b) => (a.path < b.path ? -1 : 1));
    },
    async read(path) {
      const bytes = await readFile(join(root, path)).catch(missingAs(null));
      return bytes === null ? null : new Uint8Array(bytes);
    },
    put: (path, bytes) => writeAtomically(join(root, path), bytes),
    delete: (path) => rm(join(root, path), { force: true }),
  };
}

function missingAs<T>(value: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return value;
    throw error;
  };
}
