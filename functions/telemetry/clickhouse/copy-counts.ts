import type { DatabaseSync, SQLInputValue } from "node:sqlite";

import type { ClickHouse } from "./load-day.ts";

/** Tables of counts, with the columns that they have here and there. */
const TABLES = {
  r_daily: ["day", "app_id", "version_code", "metric", "value"],
  r_hist: ["day", "app_id", "version_code", "metric", "bucket", "count"],
  r_crash: [
    "day",
    "app_id",
    "version_code",
    "grouping",
    "group_id",
    "title",
    "crash_type",
    "crashes",
    "devices",
    "sample_stack",
  ],
  r_screen: ["day", "app_id", "version_code", "screen", "element", "count", "devices"],
} as const;

/**
 * Copies what was counted of a day into the database of roll-ups, in one transaction, for whoever reads and publishes numbers.
 *
 * @param rollups the database; it has as many rows as there are apps, versions and metrics, however many devices there are
 * @throws what ClickHouse throws; then the day is as it was
 */
export async function copyCounts(db: ClickHouse, day: string, rollups: DatabaseSync): Promise<void> {
  const counts: (readonly [
    table: string,
    columns: readonly string[],
    rows: readonly Record<string, SQLInputValue>[],
  ])[] = [];
  for (const [table, columns] of Object.entries(TABLES)) {
    const sql = `SELECT ${columns.join(", ")} FROM ${table} WHERE day = {day:Date} SETTINGS output_format_json_quote_64bit_integers = 0 FORMAT JSONEachRow`;
    const lines = (await db.query(sql, { day })).split("\n").filter((line) => line !== "");
    counts.push([table, columns, lines.map((line) => JSON.parse(line) as Record<string, SQLInputValue>)]);
  }
  rollups.exec("BEGIN IMMEDIATE");
  try {
    for (const [table, columns, rows] of counts) {
      rollups.prepare(`DELETE FROM ${table} WHERE day = ?`).run(day);
      const insert = rollups.prepare(
        `INSERT INTO ${table} (${columns.join(", ")}) VALUES (${columns.map((column) => `:${column}`).join(", ")})`,
      );
      for (const row of rows) insert.run(row);
    }
    rollups.exec("COMMIT");
  } catch (error) {
    rollups.exec("ROLLBACK");
    throw error;
  }
}
