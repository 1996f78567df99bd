import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { DeviceError } from "../device-error.ts";

// SQLITE_BUSY: https://www.sqlite.org/rescode.html#busy
const BUSY = 5;

/**
 * Runs an action that no other process may disturb. The lock is one of the operating system, by way of an SQLite file that stays
 * empty: it falls when its process dies, however it dies, so no stale lock can be left.
 *
 * @throws DeviceError `locked`
 */
export async function underLock<T>(path: string, action: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(path), { recursive: true });
  const database = new DatabaseSync(path);
  try {
    take(database, path);
    return await action();
  } finally {
    database.close();
  }
}

function take(database: DatabaseSync, path: string): void {
  try {
    database.exec("PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE");
  } catch (cause) {
    if (!(cause instanceof Error) || !("errcode" in cause) || cause.errcode !== BUSY) throw cause;
    throw new DeviceError("locked", `Another process works on this device (${path}).`, { cause });
  }
}
