import { open } from "node:fs/promises";
import { dirname } from "node:path";

import { writeAtomically } from "./write-atomically.ts";

/**
 * Writes a file so that it is there, whole, once this returns, even if the power goes in the next moment: as `writeAtomically`,
 * and the folder's entry is on the disk too.
 */
export async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  await writeAtomically(path, bytes);
  await syncFolder(dirname(path));
}

/** Brings the entries of a folder to the disk, where the system lets one do that; Windows does it by itself. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
