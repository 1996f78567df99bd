import { randomUUID } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** Names that {@link writeAtomically} gives to files that are not whole yet; one is left behind where a process was killed. */
export const TEMPORARY_FILE = /^\..+\.[0-9a-f-]{36}\.tmp$/;

/**
 * Writes a file so that a reader, or a power cut, meets the old bytes or the new ones, never a part. Makes missing folders. The
 * temporary file lies beside the target, because a rename cannot cross file systems.
 */
export async function writeAtomically(path: string, bytes: Uint8Array, mode = 0o644): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
  try {
    const file = await open(temporary, "wx", mode);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
