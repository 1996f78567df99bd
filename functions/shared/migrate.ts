import type { DatabaseSync } from "node:sqlite";

/** SQL that takes a database one version further. What has once been released is never changed; another one follows it. */
export type Migration = string;

/** The database was written by a later release than this one. */
export class NewerDatabaseError extends Error {
  override readonly name = "NewerDatabaseError";
}

/**
 * Brings a database to its newest version, in one transaction for each step; the version is SQLite's own `user_version`. There is no way
 * back: to undo a release, restore the backup that was made before it.
 *
 * @param to the version to stop at, for tests of older ones
 * @throws NewerDatabaseError if there is no migration for what it holds
 */
export function migrate(database: DatabaseSync, migrations: readonly Migration[], to = migrations.length): void {
  const from = versionOf(database);
  if (from > migrations.length) {
    throw new NewerDatabaseError(
      `The database ${database.location() ?? "in memory"} is of version ${from}, and this release knows ${migrations.length}: ` +
        "start the release that wrote it, or a later one.",
    );
  }
  for (const [at, migration] of migrations.slice(0, to).entries()) {
    if (at < from) continue;
    database.exec("BEGIN IMMEDIATE");
    try {
      // Another process may have been there while this one waited.
      if (versionOf(database) === at) {
        database.exec(migration);
        database.exec(`PRAGMA user_version = ${at + 1}`);
      }
      database.exec("COMMIT");
    } catch (error) {
      database.exec("ROLLBACK");
      throw error;
    }
  }
}

function versionOf(database: DatabaseSync): number {
  return Number(database.prepare("PRAGMA user_version").get()?.["user_version"] ?? 0);
}
