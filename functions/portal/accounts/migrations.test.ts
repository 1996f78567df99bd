import { DatabaseSync } from "node:sqlite";

import { getMigrations } from "better-auth/db/migration";
import { Kysely } from "kysely";
import { expect, test } from "vitest";

import { authOptions } from "./better.ts";
import { accountMigrations } from "./migrations.ts";
import type { AccountTables } from "./tables.ts";
import { testPortal } from "./testing/portal.ts";
import { migrate } from "../../shared/migrate.ts";
import { nodeSqliteDialect } from "../../shared/sqlite.ts";

function schemaOf(sqlite: DatabaseSync): unknown {
  return sqlite.prepare("select type, name, sql from sqlite_schema order by type, name").all();
}

test("a database of every earlier version becomes the newest, and better-auth finds nothing to change in it", async () => {
  const { ports, sqlite } = testPortal();
  for (const version of accountMigrations.keys()) {
    const older = new DatabaseSync(":memory:");
    migrate(older, accountMigrations, version);
    if (version > 0) {
      older.exec(`insert into user values ('u1', 'Ada', 'ada@example.com', 1, null, '2026-11-26', '2026-11-26')`);
    }
    migrate(older, accountMigrations);
    expect(schemaOf(older)).toEqual(schemaOf(sqlite));
    expect(older.prepare("select count(*) as users from user").get()).toEqual({ users: version > 0 ? 1 : 0 });
    const database = new Kysely<AccountTables>({ dialect: nodeSqliteDialect(older) });
    const wanted = await getMigrations(authOptions({ ...ports, database }));
    expect(wanted).toMatchObject({ toBeCreated: [], toBeAdded: [] });
  }
});
