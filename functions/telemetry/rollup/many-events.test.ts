import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { countManyEvents, FIRST_APP } from "./many-events-kit.ts";
import type { RollPorts } from "./roll-day.ts";
import { rollupMigrations } from "./rollup-schema.ts";
import { sqlStats } from "./sql-stats.ts";
import { timeQueries } from "../../bench/time-queries.ts";
import { parseAppId } from "../../../src/core/ids/ids.ts";
import { openDatabase } from "../../shared/sqlite.ts";

const ports: RollPorts = {
  sha256: (bytes) => new Uint8Array(createHash("sha256").update(bytes).digest()),
  sourceLines: async () => null,
};

test("three times the events make no more rows to read", async () => {
  const rows = [3_000, 9_000].map(async (eventsPerDay) => {
    const { database, counted } = await counts(3, eventsPerDay);
    expect(counted).toBe(3 * eventsPerDay);
    // Not every version crashes on every day.
    return database
      .prepare("SELECT metric, count(*) AS n FROM r_daily WHERE app_id = ? AND metric <> 'crashes' GROUP BY metric")
      .all(FIRST_APP);
  });
  const [few, many] = await Promise.all(rows);
  expect(many).toEqual(few);
  for (const { n } of many!) expect(n).toBe(3 * 3);
});

test("the queries of a dashboard on five million events", { tags: ["deep"], timeout: 1_800_000 }, async () => {
  const { database, counted } = await counts(30, 166_667);
  expect(counted).toBeGreaterThanOrEqual(5_000_000);
  const range = { from: "2026-10-01", to: "2026-10-30" };
  for (const { query, median, worst } of await timeQueries(sqlStats(database), parseAppId(FIRST_APP)!, range)) {
    console.log(`${query}: ${median.toFixed(2)} ms, at worst ${worst.toFixed(2)} ms`);
  }
  const read = (table: string): unknown =>
    database.prepare(`SELECT count(*) AS n FROM ${table} WHERE app_id = ?`).get(FIRST_APP)?.["n"];
  expect(read("r_hist")).toBeLessThan(30 * 3 * 3 * 111);
  expect(read("r_crash")).toBeLessThanOrEqual(30 * 3 * 40);
});

async function counts(days: number, eventsPerDay: number) {
  const folder = mkdtempSync(join(tmpdir(), "mosis-many-"));
  const database = openDatabase(join(folder, "rollup.db"), rollupMigrations);
  onTestFinished(() => {
    database.close();
    rmSync(folder, { recursive: true });
  });
  const many = { from: "2026-10-01", days, eventsPerDay, apps: 5, versions: 3 };
  return { database, counted: await countManyEvents(database, join(folder, "raw"), many, ports) };
}
