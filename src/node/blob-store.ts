import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { nodeCrypto } from "./crypto.ts";
import { writeAtomically } from "./write-atomically.ts";
import { toHex } from "../core/bytes.ts";
import type { Sha256 } from "../core/ids/ids.ts";

/** A folder of files named after the SHA-256 of their bytes. */
export interface BlobStore {
  /** Null when it is not there. Bytes that no longer match their name count as missing. */
  read(sha256: Sha256): Promise<Uint8Array | null>;
  /** Keeps the bytes and gives their name. */
  write(bytes: Uint8Array): Promise<Sha256>;
}

/** Opens a blob store in a folder, fanned out by the first two digits. */
export async function openBlobStore(folder: string): Promise<BlobStore> {
  await mkdir(folder, { recursive: true });
  const pathOf = (sha256: Sha256): string => join(folder, sha256.slice(0, 2), sha256);
  return {
    async read(sha256) {
      try {
        const bytes = await readFile(pathOf(sha256));
        return toHex(nodeCrypto.sha256(bytes)) === sha256 ? new Uint8Array(bytes) : null;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
        throw error;
      }
    },
    async write(bytes) {
      const sha256 = toHex(nodeCrypto.sha256(bytes)) as Sha256;
      await writeAtomically(pathOf(sha256), bytes);
      return sha256;
    },
  };
}
