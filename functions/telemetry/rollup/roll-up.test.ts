import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";

import { afterEach, beforeEach, expect, test } from "vitest";

import { rawDayKit, type RawDayKit } from "./raw-day-kit.ts";
import type { RollPorts } from "./roll-day.ts";
import { rollUp, type RolledUp, usualRetention } from "./roll-up.ts";
import { rollupMigrations } from "./rollup-schema.ts";
import { sqlStats } from "./sql-stats.ts";
import type { StatsReader } from "./stats-reader.ts";
import { type AppId, parseAppId } from "../../../src/core/ids/ids.ts";
import { openDatabase } from "../../shared/sqlite.ts";

const notes = parseAppId("com.example.notes") as AppId;
const DAY = "2026-11-25";
const NEXT = "2026-11-26";
const day = { from: DAY, to: DAY };

let folder: string;
let raw: RawDayKit;
let database: DatabaseSync;
let stats: StatsReader;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mosis-rollup-"));
  raw = rawDayKit(folder);
  database = openDatabase(":memory:", rollupMigrations);
  stats = sqlStats(database);
});

afterEach(() => {
  raw.close();
  database.close();
  rmSync(folder, { recursive: true });
});

const ports: RollPorts = {
  sha256: (bytes) => new Uint8Array(createHash("sha256").update(bytes).digest()),
  sourceLines: async () => null,
};

const round = (now = "2026-11-26T01:00:00Z", others = ports): Promise<RolledUp> =>
  rollUp(database, { folder, now: new Date(now), retention: usualRetention }, others);

/** Everything that was counted. */
const counted = (): unknown =>
  ["r_daily", "r_hist", "r_crash", "r_screen"].map((table) =>
    database.prepare(`SELECT * FROM ${table} ORDER BY 1, 2, 3, 4, 5`).all(),
  );

/** A day as phones have it: starts, sessions that end, and one that crashes. */
function anyDay(of = DAY): void {
  raw.batch(of, { device_id: "a" }, [
    ["app_start", { new: ["d", "w", "m", "first"], cold_ms: 400 }, "a1"],
    ["frame_time", { buckets: { "27": 900, "28": 60 } }, "a1"],
    ["memory_usage", { peak_mb: 40 }, "a1"],
    ["memory_usage", { peak_mb: 50 }, "a1"],
    ["app_stop", { seconds: 90, reason: "user" }, "a1"],
    ["app_start", { new: [] }, "a2"],
    ["app_stop", { seconds: 30, reason: "system" }, "a2"],
  ]);
  raw.batch(of, { device_id: "b", version_code: 2 }, [
    ["app_start", { new: ["d"] }, "b1"],
    ["frame_time", { buckets: { "30": 40 } }, "b1"],
    ["lua_errors", { count: 3 }, "b1"],
    ["app_crash", { crash_id: "c" }, "b1"],
  ]);
  raw.crash(of, { device_id: "b", version_code: 2, session: "b1" });
}

test("numbers of a day are those of its devices", async () => {
  anyDay();
  raw.batch(DAY, { app_id: "com.example.maps", device_id: "m" }, [["app_start", { new: ["d"] }]]);
  expect(await round()).toEqual({ rolled: [DAY], withoutSource: [], deleted: [], failed: [] });
  expect(await stats.overview(notes, day)).toEqual({
    dau: 2,
    wau: 1,
    mau: 1,
    sessions: 3,
    crash_free_sessions: 2 / 3,
    first: 1,
  });
  expect(await stats.series(notes, "minutes", { from: "2026-11-24", to: DAY })).toEqual([
    { day: "2026-11-24", value: 0 },
    { day: DAY, value: 2 },
  ]);
  expect((await stats.series(notes, "lua_errors", day))[0]?.value).toBe(3);
  const frames = await stats.frameTimes(notes, day);
  expect(frames).toMatchObject({ count: 1000 });
  expect(frames.p50).toBeCloseTo(Math.exp(2.75));
  expect(frames.p99).toBeCloseTo(Math.exp(3.05));
  const memory = await stats.memory(notes, day);
  expect(memory).toMatchObject({ count: 2 });
  expect(memory.p95! / 50).toBeCloseTo(1, 1);
  expect(await stats.versions(notes, day)).toMatchObject([
    { version_code: 2, devices: 1, sessions: 1, crash_free_sessions: 0 },
    { version_code: 1, devices: 1, sessions: 2, crash_free_sessions: 1 },
  ]);
});

test("an app nobody counted has zeros, nulls and no rows", async () => {
  expect(await stats.overview(notes, day)).toEqual({
    dau: 0,
    wau: 0,
    mau: 0,
    sessions: 0,
    crash_free_sessions: null,
    first: 0,
  });
  expect(await stats.frameTimes(notes, day)).toEqual({ p50: null, p95: null, p99: null, count: 0 });
  expect(await stats.versions(notes, day)).toEqual([]);
  expect(await stats.crashGroups(notes, day, 10)).toEqual([]);
  expect(await stats.crashGroup(notes, "0123456789abcdef")).toBeNull();
});

test("a flag that a device repeats counts once a day, and weeks and months are sums of flags", async () => {
  raw.batch("2026-11-01", { device_id: "x" }, [["app_start", { new: ["d", "w", "m"] }]]);
  raw.batch("2026-11-23", { device_id: "y" }, [
    ["app_start", { new: ["d", "w"] }],
    ["app_start", { new: ["d", "w"] }],
  ]);
  raw.batch(DAY, { device_id: "z" }, [["app_start", { new: ["d"] }]]);
  await round();
  expect(await stats.overview(notes, day)).toMatchObject({ dau: 1, wau: 1, mau: 1 });
  expect(await stats.overview(notes, { from: "2026-11-22", to: DAY })).toMatchObject({ dau: 1, wau: 1, mau: 1 });
});

test("a crash that only its report tells of ends a session, once", async () => {
  raw.batch(DAY, { device_id: "a" }, [["app_stop", { seconds: 1, reason: "crash" }, "a1"]]);
  raw.crash(DAY, { device_id: "a", session: "a1" });
  raw.crash(DAY, { device_id: "b", session: "b1" });
  await round();
  expect(await stats.overview(notes, day)).toMatchObject({ sessions: 2, crash_free_sessions: 0 });
});

test("crashes are told by group, the most frequent first", async () => {
  for (const device_id of ["a", "a", "b"]) raw.crash(DAY, { device_id });
  raw.crash(NEXT, { device_id: "c", version_code: 2, stack_trace: "newest" });
  raw.crash(DAY, { device_id: "a", crash_type: "out_of_memory", message: "", stack_trace: "" });
  await round();
  const range = { from: DAY, to: NEXT };
  const [first, ...others] = await stats.crashGroups(notes, range, 10);
  expect(first).toMatchObject({
    title: "attempt to index a nil value (field 'user') in load, assets/scripts/app.lua",
    grouping: "lua:1",
    crash_type: "lua_error",
    crashes: 3,
    devices: 2,
    first_day: DAY,
    last_day: DAY,
  });
  expect(others.map(({ title }) => title).sort()).toEqual([
    "Out of memory",
    "attempt to index a nil value (field 'user')",
  ]);
  expect(await stats.crashGroups(notes, range, 1)).toEqual([first]);
  expect(await stats.crashGroup(notes, first!.group_id)).toMatchObject({
    crashes: 3,
    days: [{ day: DAY, crashes: 3, devices: 2 }],
    version_codes: [1],
    sample_stack: expect.stringContaining("in local 'load'"),
  });
});

test("however many groups a version's crashes make, no more are told apart than the limit", async () => {
  for (let at = 0; at < 510; at += 1) raw.crash(DAY, { message: `no ${"x".repeat(at)}`, stack_trace: "" });
  raw.crash(DAY, { message: "no x", stack_trace: "" });
  await round();
  const groups = await stats.crashGroups(notes, day, 1_000);
  expect(groups).toHaveLength(501);
  expect(groups[0]).toMatchObject({ group_id: "other", title: "Other crashes", crashes: 10 });
  expect(groups[1]).toMatchObject({ title: "no x", crashes: 2 });
});

test("screens are counted where ten devices use them", async () => {
  for (let device = 0; device < 10; device += 1) {
    raw.batch(DAY, { device_id: `d${device}` }, [
      ["screen_view", { screen: "main" }],
      ["button_click", { screen: "main", element: "equals" }],
      ...(device < 9 ? [["screen_view", { screen: "secret" }] as const] : []),
    ]);
  }
  await round();
  expect(await stats.screens(notes, day, 10)).toEqual([
    { screen: "main", element: null, count: 10, devices: 10 },
    { screen: "main", element: "equals", count: 10, devices: 10 },
  ]);
});

test("counting again gives the same, and days that did not change are left alone", async () => {
  anyDay();
  anyDay(NEXT);
  await round();
  const once = counted();
  expect((await round()).rolled).toEqual([]);
  database.exec("DELETE FROM rolled");
  expect((await round()).rolled).toEqual([DAY, NEXT]);
  expect(counted()).toEqual(once);
});

test("a late batch and a deletion count their days again, as if they had been so at first", async () => {
  anyDay();
  anyDay(NEXT);
  await round();
  const before = counted();
  raw.batch(DAY, { device_id: "late" }, [["app_start", { new: ["d"] }]]);
  raw.crash(DAY, { device_id: "late" });
  expect((await round()).rolled).toEqual([DAY]);
  expect((await stats.overview(notes, day)).dau).toBe(3);
  raw.forget(DAY, "late");
  expect((await round()).rolled).toEqual([DAY]);
  expect(counted()).toEqual(before);
});

test("a deletion that a new batch takes the place of is noticed", async () => {
  raw.batch(DAY, { device_id: "a" }, [["app_start", { new: ["d", "first"] }]]);
  await round();
  raw.forget(DAY, "a");
  raw.batch(DAY, { device_id: "b" }, [["app_start", { new: ["d"] }]]);
  expect((await round()).rolled).toEqual([DAY]);
  expect(await stats.overview(notes, day)).toMatchObject({ dau: 1, first: 0 });
});

test("raw files go after 30 days, and with them what was taken of single events; counts go after 400", async () => {
  anyDay("2025-10-21");
  anyDay("2026-10-26");
  anyDay("2026-10-27");
  expect(await round("2026-11-25T23:00:00Z")).toMatchObject({
    rolled: ["2025-10-21", "2026-10-26", "2026-10-27"],
    deleted: ["2025-10-21"],
  });
  const [group] = await stats.crashGroups(notes, { from: "2026-10-26", to: NEXT }, 1);
  const sample = async (): Promise<unknown> => (await stats.crashGroup(notes, group!.group_id))?.sample_stack;
  expect(await sample()).toContain("app.lua");
  expect(await stats.series(notes, "starts", { from: "2025-10-21", to: "2025-10-21" })).toMatchObject([{ value: 3 }]);

  expect(await round("2026-11-26T00:00:00Z")).toMatchObject({ deleted: ["2026-10-26"] });
  expect(existsSync(join(folder, "2026-10-26.db-wal"))).toBe(false);
  expect(await stats.series(notes, "starts", { from: "2025-10-21", to: "2025-10-21" })).toMatchObject([{ value: 0 }]);
  await round("2026-12-01T00:00:00Z");
  expect(await sample()).toBeNull();
  expect(await stats.series(notes, "starts", { from: "2026-10-26", to: "2026-10-26" })).toMatchObject([{ value: 3 }]);
});

test("what comes of a day after its events were deleted does not take the place of its counts", async () => {
  anyDay("2026-11-20");
  const week = { folder, now: new Date("2026-11-28T00:00:00Z"), retention: { ...usualRetention, rawDays: 7 } };
  expect(await rollUp(database, week, ports)).toMatchObject({ rolled: ["2026-11-20"], deleted: ["2026-11-20"] });
  raw.close();
  const late = rawDayKit(folder);
  late.batch("2026-11-20", { device_id: "late" }, [["app_start", { new: ["d"] }]]);
  late.close();
  raw = rawDayKit(folder);
  expect(await rollUp(database, week, ports)).toMatchObject({ rolled: [], deleted: ["2026-11-20"] });
  expect(await stats.overview(notes, { from: "2026-11-20", to: "2026-11-20" })).toMatchObject({ dau: 2, sessions: 3 });
});

test("a file that cannot be read is told and holds nothing up", async () => {
  writeFileSync(join(folder, `${DAY}.db`), "not a database, but as long as the header of one is, and then some more");
  writeFileSync(join(folder, "notes.txt"), "");
  anyDay(NEXT);
  const { rolled, failed } = await round();
  expect(rolled).toEqual([NEXT]);
  expect(failed).toMatchObject([{ day: DAY, error: { message: expect.stringContaining("not a database") } }]);
});

test("while the store does not answer, crashes are grouped without its source, and again once it does", async () => {
  raw.crash(DAY);
  const down = async (): Promise<never> => Promise.reject(new Error("down"));
  expect(await round(undefined, { ...ports, sourceLines: down })).toMatchObject({ withoutSource: [DAY] });
  const [before] = await stats.crashGroups(notes, day, 1);
  const answered = async () => (path: string, line: number) => `${path} ${line}`;
  expect(await round(undefined, { ...ports, sourceLines: answered })).toMatchObject({ rolled: [DAY] });
  const [after, ...others] = await stats.crashGroups(notes, day, 2);
  expect(others).toEqual([]);
  expect(after).toEqual({ ...before, group_id: expect.not.stringMatching(before!.group_id) });
});
