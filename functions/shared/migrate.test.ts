import { DatabaseSync } from "node:sqlite";

import { expect, test } from "vitest";

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
