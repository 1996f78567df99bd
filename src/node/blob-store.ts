import { mkdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";

import { nodeCrypto } from "./crypto.ts";
import { writeAtomically } from "./write-atomically.ts";
import { toHex } from "../core/bytes.ts";
import type { Sha256 } from "../core/ids/ids.ts";
import type { BlobReference } from "../core/registry/package-facts.ts";

/** A folder of files named after the SHA-256 of their bytes. */
export interface BlobStore {
  /** Whether there is a file of this name and length. What is in it is checked when it is read. */
  has(blob: BlobReference): Promise<boolean>;
  /** Null when it is not there. Bytes that no longer match their name are thrown away, so that somebody brings them again. */
  read(sha256: Sha256): Promise<Uint8Array | null>;
  /** Keeps the bytes and gives their name. */
  write(bytes: Uint8Array): Promise<Sha256>;
}

/** Opens a blob store in a folder, fanned out by the first two digits. */
export async function openBlobStore(folder: string): Promise<BlobStore> {
  await mkdir(folder, { recursive: true });
  const pathOf = (sha256: Sha256): string => join(folder, sha256.slice(0, 2), sha256);
  return {
    async has({ sha256, length }) {
      const found = await stat(pathOf(sha256)).catch(missing);
      return found?.isFile() === true && found.size === length;
    },
    async read(sha256) {
      const path = pathOf(sha256);
      const bytes = await readFile(path).catch(missing);
      if (bytes === null) return null;
      if (toHex(nodeCrypto.sha256(bytes)) === sha256) return new Uint8Array(bytes);
      await rm(path, { force: true });
      return null;
    },
    async write(bytes) {
      const sha256 = toHex(nodeCrypto.sha256(bytes)) as Sha256;
      await writeAtomically(pathOf(sha256), bytes);
      return sha256;
    },
  };
}

function missing(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null;
  throw error;
}
