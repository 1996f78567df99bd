import { existsSync } from "node:fs";
import { chmod, copyFile, mkdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { backup, DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";

import { filesBelow } from "./archive.ts";
import { BackupError } from "./backup-error.ts";

/** Where the functions remember whose events were deleted, in their data folder (docs/spec/data-model.md). */
export const DELETIONS = "telemetry/deletions.db";

/** They hold e-mail addresses and hashes of passwords. */
const PRIVATE = 0o600;
/**
 * Copied in one step, from one snapshot, beside which others write. In the usual steps of 100 pages each write of another process
 * begins the copy anew, which then never ends.
 */
const ALL_PAGES = 2 ** 31 - 1;

/** What of a data folder went into a backup. */
export interface CopiedDatabases {
  /** Paths in the data folder. */
  readonly copied: readonly string[];
  /** Other files there, but for what belongs to a database. */
  readonly left: readonly string[];
}

/**
 * Copies every SQLite database below a folder while it may be written to. Each copy is one moment of one database. One that is
 * deleted meanwhile, as old days are, is left out.
 *
 * @throws BackupError `incomplete` where there is no folder, `damaged` for a database of which the copy is not sound
 */
export async function copyDatabases(folder: string, into: string): Promise<CopiedDatabases> {
  if (!existsSync(folder)) throw new BackupError("incomplete", `There is no folder ${folder}.`);
  const files = await filesBelow(folder);
  // What was deleted comes last: whatever a copy of events still has, the copy of deletions knows of.
  const databases = files.filter((path) => path.endsWith(".db")).sort((a, b) => +isDeletions(a) - +isDeletions(b));
  const copied: string[] = [];
  for (const path of databases) {
    if (await copyDatabase(join(folder, path), join(into, path))) copied.push(path);
  }
  return { copied, left: files.filter((path) => !/\.db(?:-wal|-shm|-journal)?$/.test(path)) };
}

const isDeletions = (path: string): boolean => path === DELETIONS;

/**
 * Copies one database. False when it is not there any more.
 *
 * @throws BackupError `damaged`
 */
export async function copyDatabase(file: string, copy: string): Promise<boolean> {
  await mkdir(dirname(copy), { recursive: true });
  try {
    const source = new DatabaseSync(file, { readOnly: true });
    try {
      await backup(source, copy, { rate: ALL_PAGES });
    } finally {
      source.close();
    }
  } catch (error) {
    if (existsSync(file)) throw error;
    await rm(copy, { force: true });
    return false;
  }
  // One file, which needs no other beside it to be read.
  const own = new DatabaseSync(copy);
  own.exec("PRAGMA journal_mode = DELETE");
  own.close();
  await chmod(copy, PRIVATE);
  requireSound(copy);
  return true;
}

/** @throws BackupError `damaged` for a file that is no SQLite database, or one whose pages contradict each other */
export function requireSound(file: string): void {
  const url = pathToFileURL(file);
  // Nothing is written beside it: backups may lie on a medium that only reads.
  url.searchParams.set("immutable", "1");
  try {
    const database = new DatabaseSync(url, { readOnly: true });
    try {
      const { integrity_check: answer } = database.prepare("PRAGMA integrity_check(1)").get() ?? {};
      if (answer !== "ok") throw new BackupError("damaged", `${file} is not sound: ${String(answer)}`);
    } finally {
      database.close();
    }
  } catch (cause) {
    if (cause instanceof BackupError) throw cause;
    throw new BackupError("damaged", `${file} cannot be read: ${(cause as Error).message}`, { cause });
  }
}

/** Puts copies back. The functions turn on what they need when they open them. */
export async function putDatabases(from: string, paths: readonly string[], folder: string): Promise<void> {
  for (const path of paths) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await copyFile(join(from, path), join(folder, path));
  }
}
