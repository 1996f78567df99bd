import { join } from "node:path";

import type { ComposedFile } from "../../core/registry/compose.ts";
import { writeAtomically } from "../../node/write-atomically.ts";

/** Writes documents into a checkout in this order, each whole or not at all; in a dry run none. Gives their paths. */
export async function writeDocuments(
  folder: string,
  files: readonly ComposedFile[],
  dryRun: boolean,
): Promise<readonly string[]> {
  const paths = files.map(({ path }) => join(folder, path));
  for (const { path, bytes } of dryRun ? [] : files) await writeAtomically(join(folder, path), bytes);
  return paths;
}

/** What people are told of the files. */
export function writtenLines(paths: readonly string[], dryRun: boolean): readonly string[] {
  return paths.map((path) => `${dryRun ? "Would write" : "Wrote"} ${path}`);
}
