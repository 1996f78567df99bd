import type { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";

import { crashGroup, type GroupedCrash, GROUPING, type LineOf } from "./crashes/crash-group.ts";
import { dayCounts } from "./day-counts.ts";
import type { Sha256Function } from "../../../src/core/crypto.ts";
import { bucketOf } from "../../../src/core/telemetry/buckets.ts";
import { mondayOf } from "../../../src/core/telemetry/days.ts";

/** Lines of the package of a version; null where the store has no such package. Throws when the store does not answer. */
export type SourceLines = (app: string, versionCode: number) => Promise<LineOf | null>;

export interface RollPorts {
  readonly sha256: Sha256Function;
  readonly sourceLines: SourceLines;
}

/** A raw file, and what it is of. */
export interface RawDay {
  readonly day: string;
  readonly path: string;
}

/** `fresh`: nothing came since it was counted. `withoutSource`: counted, and to be counted again once the store answers. */
export type Rolled = "fresh" | "rolled" | "withoutSource";

/** Whatever gives other counts of the same events makes another version, and counts all raw days again. */
const COUNTING = `counts:1 ${GROUPING}`;

/** The state of a day whose raw file was deleted: what still comes of it is not all of it. */
const CLOSED = "closed";

const TABLES = ["r_daily", "r_hist", "r_crash", "r_screen"] as const;

/**
 * Counts a day anew where its raw file has changed since it was counted. One transaction replaces all that was counted of it, so that doing
 * it twice, or after a late batch or a deletion, gives what doing it once gives.
 *
 * @param database that of roll-ups
 */
export async function rollDay(database: DatabaseSync, { day, path }: RawDay, ports: RollPorts): Promise<Rolled> {
  // Read-only: a raw file has one writer, the one that collects.
  database.prepare("ATTACH ? AS raw").run(`${pathToFileURL(path).href}?mode=ro`);
  try {
    // Before anything is read: what comes meanwhile makes another state, and is counted the next time.
    const state = stateOf(database);
    const known = database.prepare("SELECT state FROM rolled WHERE day = ?").get(day)?.["state"];
    if (known === state || known === CLOSED) return "fresh";
    const { sources, isComplete } = await sourcesOf(database, ports.sourceLines);
    replaceDay(database, day, isComplete ? state : "", () => groupCrashes(database, sources, ports.sha256));
    return isComplete ? "rolled" : "withoutSource";
  } finally {
    database.exec("DETACH raw");
  }
}

/** Forgets what was counted of days before one. */
export function dropDaysBefore(database: DatabaseSync, day: string): void {
  for (const table of [...TABLES, "rolled"]) database.prepare(`DELETE FROM ${table} WHERE day < ?`).run(day);
  for (const table of ["decided_weeks", "published_weeks"]) {
    database.prepare(`DELETE FROM ${table} WHERE monday < ?`).run(mondayOf(day));
  }
}

/** Closes days whose raw files are deleted: they are not counted again, and what was taken from single events goes with them. */
export function closeDaysBefore(database: DatabaseSync, day: string): void {
  database.prepare("UPDATE rolled SET state = ? WHERE day < ?").run(CLOSED, day);
  database.prepare("UPDATE r_crash SET sample_stack = NULL WHERE day < ? AND sample_stack IS NOT NULL").run(day);
}

/**
 * Numbers of rows grow, and a row that comes has a higher one than all that are there: a newest row and a count that are the same mean that
 * nothing came, and nothing went.
 */
function stateOf(database: DatabaseSync): string {
  const last = (table: string, id: string): string => {
    const row = database
      .prepare(
        `SELECT count(*) AS n, (SELECT ${id} FROM raw.${table} ORDER BY number DESC LIMIT 1) AS id FROM raw.${table}`,
      )
      .get();
    return `${String(row?.["n"])} ${String(row?.["id"])}`;
  };
  return `${COUNTING} ${last("batches", "batch_id")} ${last("crashes", "crash_id")}`;
}

type Sources = ReadonlyMap<string, LineOf | null>;

async function sourcesOf(
  database: DatabaseSync,
  sourceLines: SourceLines,
): Promise<{ readonly sources: Sources; readonly isComplete: boolean }> {
  const crashed = database.prepare("SELECT DISTINCT app_id, version_code FROM raw.crashes").all();
  const sources = new Map<string, LineOf | null>();
  let isComplete = true;
  for (const { app_id, version_code } of crashed) {
    const lines = await sourceLines(String(app_id), Number(version_code)).catch(() => {
      isComplete = false;
      return null;
    });
    sources.set(`${String(app_id)} ${String(version_code)}`, lines);
  }
  return { sources, isComplete };
}

function replaceDay(database: DatabaseSync, day: string, state: string, group: () => void): void {
  database.function("log_bucket", { deterministic: true }, (value) => bucketOf(Number(value)));
  database.exec("BEGIN IMMEDIATE");
  try {
    for (const table of TABLES) database.prepare(`DELETE FROM ${table} WHERE day = ?`).run(day);
    group();
    for (const sql of dayCounts) {
      const statement = database.prepare(sql);
      statement.setAllowUnknownNamedParameters(true);
      statement.run({ day, grouping: GROUPING });
    }
    database.prepare("INSERT OR REPLACE INTO rolled VALUES (?, ?)").run(day, state);
    database.exec("DROP TABLE temp.grouped; COMMIT");
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}

/** Fills `temp.grouped`: the group of each crash. */
function groupCrashes(database: DatabaseSync, sources: Sources, sha256: Sha256Function): void {
  database.exec(
    `CREATE TEMP TABLE grouped (
      number INTEGER PRIMARY KEY, app_id TEXT, version_code INTEGER, group_id TEXT, title TEXT, crash_type TEXT
    )`,
  );
  const insert = database.prepare("INSERT INTO temp.grouped VALUES (?, ?, ?, ?, ?, ?)");
  const crashes = database
    .prepare("SELECT number, app_id, version_code, crash_type, message, stack_trace FROM raw.crashes")
    .iterate() as Iterable<GroupedCrash & { readonly number: number; readonly version_code: number }>;
  for (const crash of crashes) {
    const { number, app_id, version_code, crash_type } = crash;
    const { group_id, title } = crashGroup(crash, sha256, sources.get(`${app_id} ${version_code}`) ?? null);
    insert.run(number, app_id, version_code, group_id, title, crash_type);
  }
}
