import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { PublicStats } from "./public-stats.ts";

/**
 * Writes what is published into the folder of a published store, as `stats/v1/<app_id>.json`, beside the index that others write. A reader
 * sees the old file or the new one. Files of apps that have nothing to publish any more go.
 *
 * @returns ids of apps whose file is new or another one
 */
export async function writeStats(store: string, stats: readonly PublicStats[]): Promise<readonly string[]> {
  const folder = join(store, "stats/v1");
  await mkdir(folder, { recursive: true });
  const written: string[] = [];
  for (const each of stats) {
    const path = join(folder, `${each.app_id}.json`);
    const text = JSON.stringify(each);
    if ((await readIfThere(path)) === text) continue;
    await writeFile(`${path}.new`, text);
    await rename(`${path}.new`, path);
    written.push(each.app_id);
  }
  const kept = new Set(stats.map(({ app_id }) => `${app_id}.json`));
  for (const name of await readdir(folder)) if (!kept.has(name)) await rm(join(folder, name));
  return written;
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
