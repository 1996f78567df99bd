import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { databases, tablesOf } from "./tables-page.ts";

const SPEC = join(import.meta.dirname, "../docs/spec");
const page = readFileSync(join(SPEC, "data-model.md"), "utf8");
/** Places such as `user.email` of `accounts.db`. */
const places = Array.from(
  page.matchAll(/`(\w+)\.(\w+)` of `([^`]+\.db)`/g),
  ([, table = "", column = "", file = ""]) => ({
    table,
    column,
    file,
  }),
);

describe("the data model", () => {
  test("gives a column of a database for each of the plan's that is private, transient or counted", () => {
    const rows = [...page.matchAll(/^\| `([^`]+)` \| .*\.db`/gm)].map(([, column]) => column);
    expect(rows).toEqual([
      "developers.email",
      "developers.api_keys[]",
      "telemetry_events.id",
      "telemetry_events.app_id",
      "telemetry_events.device_id (anonymized)",
      "telemetry_events.event_type",
      "telemetry_events.event_data (JSON)",
      "telemetry_events.timestamp",
      "telemetry_events.mosis_version",
    ]);
    expect(places.length).toBeGreaterThanOrEqual(rows.length);
  });

  test.for(places)("$table.$column of $file is there", ({ table, column, file }) => {
    const database = databases.find((each) => each.file === file);
    const columns = tablesOf(database!).get(table) ?? [];
    expect(columns.map(({ name }) => name)).toContain(column);
  });

  test("keeps what names a person or a phone out of what outlives raw events", () => {
    const rollups = databases.find(({ file }) => file === "telemetry/rollup.db");
    const columns = [...tablesOf(rollups!)].flatMap(([, each]) => each.map(({ name }) => name));
    expect(columns.filter((name) => /device_id|session|user|address|email/.test(name))).toEqual([]);
  });
});
