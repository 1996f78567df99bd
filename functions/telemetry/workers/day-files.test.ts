import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { beforeEach, expect, test } from "vitest";

import type { DayRange } from "../rollup/stats-reader.ts";
import { parseAppId, type AppId } from "../../../src/core/ids/ids.ts";
import { openDatabase } from "../../shared/sqlite.ts";
import { rollUp, usualRetention } from "../rollup/roll-up.ts";
import { rollupMigrations } from "../rollup/rollup-schema.ts";
import { sqlStats } from "../rollup/sql-stats.ts";
import { telemetryFiles } from "../rollup/telemetry-files.ts";
import { writeDayFiles } from "./day-files.ts";

const COMMAND = join(import.meta.dirname, "../../import-d1.ts");
const MIGRATIONS = join(import.meta.dirname, "migrations");
const TALLY = parseAppId("org.example.tally") as AppId;
const [DAY, NEXT] = ["2026-11-25", "2026-11-26"];

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), "mosis-d1-"));
  return () => rmSync(data, { recursive: true });
});

const start = { at: 0, type: "app_start", data: { new: ["d", "first"] }, time: `${DAY}T10:00:00.000Z`, session: "5" };
const stop = {
  at: 2,
  type: "app_stop",
  data: { seconds: 60, reason: "user" },
  time: `${DAY}T10:01:00.000Z`,
  session: "5",
};
const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

function aBatch(day: string, device: string, events: readonly object[]): string {
  const values = [day, `B of ${day}`, TALLY, device, "1.0.0", JSON.stringify(events)].map(quoted);
  return `INSERT INTO "batches" ("day","batch_id","app_id","device_id","mosis_version","events","version_code") VALUES(${values.join(",")},7);`;
}

function aCrash(day: string, device: string): string {
  const texts = [
    "C",
    TALLY,
    "1.0.0",
    "1.0.0",
    device,
    `${day}T10:00:30.000Z`,
    "6",
    "lua_error",
    "it's nil",
    "a\nb",
    "{}",
  ];
  return `INSERT INTO "crashes" ("day","crash_id","app_id","app_version","mosis_version","device_id","time","session","crash_type","message","stack_trace","context","version_code") VALUES(${[day, ...texts].map(quoted).join(",")},7);`;
}

/** As wrangler writes it: tables with their rows, then indexes and views. */
function exportOf(...rows: readonly string[]): string {
  const schema = readdirSync(MIGRATIONS).map((name) => readFileSync(join(MIGRATIONS, name), "utf8"));
  return ["PRAGMA defer_foreign_keys=TRUE;", ...schema, ...rows].join("\n");
}

function importD1(exported: string): readonly string[] {
  const { raw } = telemetryFiles(data);
  mkdirSync(raw, { recursive: true });
  return writeDayFiles(exported, mkdtempSync(join(data, "scratch-")), raw);
}

async function counted({ from, to }: DayRange) {
  const database = openDatabase(":memory:", rollupMigrations);
  const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash("sha256").update(bytes).digest());
  const input = { folder: telemetryFiles(data).raw, now: new Date(`${NEXT}T12:00:00Z`), retention: usualRetention };
  const { failed } = await rollUp(database, input, { sha256, sourceLines: async () => null });
  expect(failed).toEqual([]);
  return sqlStats(database).overview(TALLY, { from, to });
}

test("what D1 has is counted like what a process with SQLite has", async () => {
  const rows = [
    aBatch(DAY, "d1", [start, stop]),
    aBatch(DAY, "d2", [start]),
    aCrash(DAY, "d2"),
    aBatch(NEXT, "d3", [start]),
  ];
  expect(importD1(exportOf(...rows))).toEqual([DAY, NEXT]);
  const day = await counted({ from: DAY, to: DAY });
  expect(day).toMatchObject({ dau: 2, sessions: 2, crash_free_sessions: 0.5, first: 2 });
  expect(await counted({ from: NEXT, to: NEXT })).toMatchObject({ dau: 1, first: 1 });
});

test("what was deleted from D1 is gone the next time, and days that D1 has no longer", async () => {
  importD1(exportOf(aBatch(DAY, "d1", [start]), aBatch(NEXT, "d1", [start]), aBatch(NEXT, "d2", [start])));
  importD1(exportOf(aBatch(NEXT, "d2", [start])));
  expect(readdirSync(telemetryFiles(data).raw)).toEqual([`${NEXT}.db`]);
  expect(await counted({ from: NEXT, to: NEXT })).toMatchObject({ dau: 1 });
});

test("a file that is no export of telemetry changes nothing, and is said to be none", () => {
  const file = join(data, "telemetry.sql");
  const env = { ...process.env, MOSIS_DATA: data };
  const run = (exported: string) => {
    writeFileSync(file, exported);
    const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, file], { env, encoding: "utf8" });
    return { status, stdout, stderr };
  };
  expect(run(exportOf(aBatch(DAY, "d1", [start])))).toMatchObject({ status: 0, stdout: `Days ${DAY} to ${DAY}\n` });
  const { status, stderr } = run("CREATE TABLE other (x);");
  expect([status, stderr]).toEqual([
    1,
    expect.stringMatching(/^.*telemetry\.sql: This is no export .*wrangler d1 export.*\n$/),
  ]);
  expect(readdirSync(telemetryFiles(data).raw)).toEqual([`${DAY}.db`]);
});
