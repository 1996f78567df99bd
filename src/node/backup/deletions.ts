import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { ARCHIVE } from "./archive.ts";
import { BackupError } from "./backup-error.ts";
import { copyDatabase, DELETIONS } from "./databases-part.ts";
import { backupsIn } from "./make-backup.ts";

/** Name of the copy beside the backups. */
const COPY = basename(DELETIONS);

/**
 * Copies what was deleted beside the backups, in place of the copy before. It is small, and may be copied each minute, where a whole
 * backup is made each day.
 *
 * @param data the data folder of the functions
 * @returns the copy; null where nothing was ever deleted
 * @throws BackupError
 */
export async function copyDeletions(data: string, backups: string): Promise<string | null> {
  if (!existsSync(data)) throw new BackupError("incomplete", `There is no folder ${data}.`);
  const copy = join(backups, COPY);
  const partial = `${copy}.partial`;
  await mkdir(backups, { recursive: true });
  await rm(partial, { force: true });
  if (!existsSync(join(data, DELETIONS)) || !(await copyDatabase(join(data, DELETIONS), partial))) return null;
  await rename(partial, copy);
  return copy;
}

/** Copies of deletions that lie beside a backup and in later ones. */
export async function laterDeletions(backup: string): Promise<readonly string[]> {
  const backups = dirname(backup);
  const later = (await backupsIn(backups)).filter((name) => name > basename(backup));
  return [...later.map((name) => join(backups, name, ARCHIVE.databases, DELETIONS)), join(backups, COPY)].filter(
    (file) => existsSync(file),
  );
}

/**
 * Refuses what is no copy of deletions. One that survived beside a log of its own is read with it.
 *
 * @throws BackupError `damaged`
 */
export function requireDeletions(file: string): void {
  try {
    const database = new DatabaseSync(file, { readOnly: true });
    try {
      database.prepare("SELECT device_id, app_id, until FROM deletions").all();
    } finally {
      database.close();
    }
  } catch (cause) {
    throw new BackupError("damaged", `${file} tells no deletions: ${(cause as Error).message}`, { cause });
  }
}

/**
 * Adds later deletions to those of a restored data folder, and marks all of them as not carried out yet: the functions do that when
 * they start, before they answer.
 *
 * @param later copies that {@link requireDeletions} lets pass
 */
export async function reapplyDeletions(data: string, later: readonly string[]): Promise<void> {
  const file = join(data, DELETIONS);
  const [first] = later;
  if (!existsSync(file)) {
    if (first === undefined) return;
    await copyDatabase(first, file);
  }
  const database = new DatabaseSync(file);
  try {
    for (const copy of later) {
      database.prepare("ATTACH ? AS later").run(copy);
      database.exec(
        `INSERT INTO deletions (device_id, app_id, until, is_done)
        SELECT device_id, app_id, until, 0 FROM later.deletions WHERE true
        ON CONFLICT DO UPDATE SET until = max(until, excluded.until)`,
      );
      database.exec("DETACH later");
    }
    database.exec("UPDATE deletions SET is_done = 0");
  } finally {
    database.close();
  }
}
