import { readFileSync } from "node:fs";
import { join } from "node:path";

import { crashGroup, type GroupedCrash, GROUPING, type LineOf } from "../rollup/crashes/crash-group.ts";
import type { RollPorts } from "../rollup/roll-day.ts";
import { rollupLimits } from "../rollup/rollup-limits.ts";
import type { Kind } from "../workers/row-objects.ts";

/** A ClickHouse server. */
export interface ClickHouse {
  /**
   * Runs one statement. Values of parameters are bound by the server, never written into SQL.
   *
   * @returns what it answers, in the format that the statement asks for
   * @throws Error with what the server says
   */
  query(sql: string, parameters: Readonly<Record<string, string>>): Promise<string>;
}

interface UngroupedCrash extends GroupedCrash {
  readonly crash_key: string;
  readonly version_code: number;
}

/** Makes the tables that are not there. */
export async function createTables(db: ClickHouse): Promise<void> {
  await runFile(db, "schema.sql", {});
}

/**
 * Loads a day from its objects and counts it. Doing it again, after rows came late or were deleted, gives what doing it once gives. A day
 * is loaded by one at a time.
 *
 * @param bucket where its objects are below, with a final slash; the server reads it with access keys of its own
 * @throws what the ports throw; then tables have the day as it was before, or raw rows that are newer than their counts
 */
export async function loadDay(db: ClickHouse, day: string, bucket: string, ports: RollPorts): Promise<void> {
  const objectsOf = (kind: Kind): string => `${bucket}${kind}/${day}/*/*.ndjson.gz`;
  await runFile(db, "load-day.sql", { day, events: objectsOf("events"), crashes: objectsOf("crashes") });
  await groupCrashes(db, day, ports);
  await runFile(db, "roll-up-day.sql", {
    day,
    grouping: GROUPING,
    devices: String(rollupLimits.devices),
    screens: String(rollupLimits.screens),
    groups: String(rollupLimits.crashGroups),
  });
}

async function groupCrashes(db: ClickHouse, day: string, { sha256, sourceLines }: RollPorts): Promise<void> {
  const sources = new Map<string, LineOf | null>();
  const rows: string[] = [];
  const [statement = ""] = statementsOf("ungrouped-crashes.sql");
  const answer = await db.query(statement, { day, grouping: GROUPING });
  for (const line of answer.split("\n")) {
    if (line === "") continue;
    const { crash_key, version_code, ...crash } = JSON.parse(line) as UngroupedCrash;
    const version = `${crash.app_id} ${version_code}`;
    if (!sources.has(version)) sources.set(version, await sourceLines(crash.app_id, version_code));
    const { group_id, title } = crashGroup(crash, sha256, sources.get(version) ?? null);
    rows.push(JSON.stringify({ grouping: GROUPING, crash_key, group_id, title }));
  }
  if (rows.length === 0) return;
  const insert = "INSERT INTO crash_groups (grouping, crash_key, group_id, title) FORMAT JSONEachRow";
  await db.query(`${insert}\n${rows.join("\n")}`, {});
}

async function runFile(db: ClickHouse, name: string, parameters: Readonly<Record<string, string>>): Promise<void> {
  for (const statement of statementsOf(name)) await db.query(statement, parameters);
}

function statementsOf(name: string): readonly string[] {
  return readFileSync(join(import.meta.dirname, name), "utf8")
    .split(/;$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== "");
}
