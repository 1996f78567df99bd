import { type Generated, Kysely } from "kysely";
import { expect, test } from "vitest";

import { nodeSqliteDialect, openDatabase } from "./sqlite.ts";

interface Tables {
  readonly app: { readonly id: Generated<number>; readonly name: string };
}

test("Kysely reads, writes and rolls back over node:sqlite", async () => {
  const database = openDatabase(":memory:", ["CREATE TABLE app (id INTEGER PRIMARY KEY, name TEXT NOT NULL)"]);
  const db = new Kysely<Tables>({ dialect: nodeSqliteDialect(database) });
  const written = await db.insertInto("app").values({ name: "Notes" }).returning("id").executeTakeFirstOrThrow();
  const updated = await db.updateTable("app").set({ name: "Note" }).where("id", "=", written.id).executeTakeFirst();
  expect(updated.numUpdatedRows).toBe(1n);
  const failing = db.transaction().execute(async (trx) => {
    await trx.insertInto("app").values({ name: "Weather" }).execute();
    throw new RangeError("no");
  });
  await expect(failing).rejects.toThrow("no");
  expect(await db.selectFrom("app").selectAll().execute()).toEqual([{ id: 1, name: "Note" }]);
  await db.destroy();
  expect(database.isOpen).toBe(false);
});
