import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { expect, test } from "vitest";

import { migrate } from "../../shared/migrate.ts";

const FOLDER = join(import.meta.dirname, "migrations");
const files = readdirSync(FOLDER).sort();
const migrations = files.map((name) => readFileSync(join(FOLDER, name), "utf8"));
const versions = migrations.map((_, at) => at + 1);

function aDatabase(version: number): DatabaseSync {
  const database = new DatabaseSync(":memory:");
  migrate(database, migrations, version);
  return database;
}

const schemaOf = (database: DatabaseSync) =>
  database.prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name").all();

test("migrations are numbered one after the other", () => {
  expect(files.map((name) => Number(name.slice(0, 4)))).toEqual(versions);
});

test.each(versions)("a database of version %i keeps its rows and becomes like a new one", (version) => {
  const database = aDatabase(version);
  const events = JSON.stringify([{ at: 3, type: "lua_errors", data: { count: 2 }, time: "12:00", session: "5" }]);
  database
    .prepare("INSERT INTO batches VALUES (1, '2026-11-26', 'B', 'org.example.tally', 1, 'd', '1.0.0', ?)")
    .run(events);
  database.exec("INSERT INTO deletions VALUES ('gone', 'org.example.tally', '2026-12-26')");
  migrate(database, migrations);
  expect(schemaOf(database)).toEqual(schemaOf(aDatabase(migrations.length)));
  expect({ ...database.prepare("SELECT * FROM events").get() }).toEqual({
    day: "2026-11-26",
    id: "B/3",
    app_id: "org.example.tally",
    version_code: 1,
    device_id: "d",
    type: "lua_errors",
    data: '{"count":2}',
    time: "12:00",
    mosis_version: "1.0.0",
    session: "5",
  });
  expect(database.prepare("SELECT until FROM deletions").all()).toHaveLength(1);
});
