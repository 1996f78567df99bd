import { DatabaseSync, type SQLInputValue } from "node:sqlite";

import { type Dialect, type SqliteDatabase, SqliteDialect } from "kysely";

import { migrate, type Migration } from "./migrate.ts";

/** Milliseconds to wait for another process that writes. */
const BUSY_MS = 5_000;

/**
 * A database in a file, brought to its newest version. What is committed is on the disk (`synchronous = FULL`), and readers do not wait for
 * who writes (write-ahead log).
 *
 * @param path of the file, which is made where there is none; `:memory:` for one that lasts as long as the process
 */
export function openDatabase(path: string, migrations: readonly Migration[]): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: BUSY_MS });
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
  migrate(database, migrations);
  return database;
}

/** For Kysely, which expects the interface of better-sqlite3. */
export function nodeSqliteDialect(database: DatabaseSync): Dialect {
  return new SqliteDialect({
    database: {
      close: () => database.close(),
      prepare(sql) {
        const statement = database.prepare(sql);
        const values = (parameters: readonly unknown[]): SQLInputValue[] => parameters as SQLInputValue[];
        return {
          reader: statement.columns().length > 0,
          all: (parameters) => statement.all(...values(parameters)),
          run: (parameters) => statement.run(...values(parameters)),
          iterate: (parameters) => statement.iterate(...values(parameters)),
        };
      },
    } satisfies SqliteDatabase,
  });
}
