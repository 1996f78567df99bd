import { mkdtempSync, rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { migrate, NewerDatabaseError } from "./migrate.ts";

const migrations = ["CREATE TABLE a (x INTEGER)", "ALTER TABLE a ADD COLUMN y INTEGER; INSERT INTO a VALUES (1, 2)"];

test.each([0, 1, 2])("a database of version %i comes to the newest, once", (version) => {
  const database = new DatabaseSync(":memory:");
  migrate(database, migrations, version);
  migrate(database, migrations);
  migrate(database, migrations);
  expect(database.prepare("SELECT x, y FROM a").all()).toEqual([{ x: 1, y: 2 }]);
});

test("a step that fails leaves the database as it was", () => {
  const database = new DatabaseSync(":memory:");
  migrate(database, migrations);
  expect(() => migrate(database, [...migrations, "INSERT INTO a VALUES (3, 4); SELECT * FROM nowhere"])).toThrow(
    "nowhere",
  );
  expect(database.prepare("SELECT count(*) AS n FROM a").get()).toEqual({ n: 1 });
  migrate(database, [...migrations, "INSERT INTO a VALUES (3, 4)"]);
  expect(database.prepare("SELECT count(*) AS n FROM a").get()).toEqual({ n: 2 });
});

test("a database of a later release is left alone", () => {
  const database = new DatabaseSync(":memory:");
  migrate(database, migrations);
  expect(() => migrate(database, migrations.slice(0, 1))).toThrow(NewerDatabaseError);
});

test("two that open a new database at the same time bring it to its newest version once", () => {
  const folder = mkdtempSync(join(tmpdir(), "mosis-migrate-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "new.db");
  /** Another process is faster. */
  class SlowDatabase extends DatabaseSync {
    override exec(sql: string): void {
      if (sql.startsWith("BEGIN")) migrate(new DatabaseSync(path), migrations);
      super.exec(sql);
    }
  }
  const database = new SlowDatabase(path);
  migrate(database, migrations);
  expect(database.prepare("SELECT x, y FROM a").all()).toEqual([{ x: 1, y: 2 }]);
});
