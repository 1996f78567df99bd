import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import fc from "fast-check";
import { expect, test } from "vitest";

import type { PublicStats } from "./public-stats.ts";
import { decideWeeks, publicStats } from "./publish-weeks.ts";
import { writeStats } from "./stats-folder.ts";
import { addDays } from "../../../../src/core/telemetry/days.ts";
import { deviceId } from "../../../../src/core/telemetry/device-id.ts";
import { parseAppId } from "../../../../src/core/ids/ids.ts";
import { runs } from "../../../../src/testing/runs.ts";
import { openDatabase } from "../../../shared/sqlite.ts";
import { rawDayKit } from "../raw-day-kit.ts";
import { rollUp, usualRetention } from "../roll-up.ts";
import { rollupMigrations } from "../rollup-schema.ts";

const APP = parseAppId("com.example.notes")!;
const MONDAY = "2026-11-16";
const SETTLED = "2026-11-26";

const sha256 = (bytes: Uint8Array): Uint8Array => new Uint8Array(createHash("sha256").update(bytes).digest());

/** A phone in one week: on which of its days it started the app, in which version, and what it told. */
interface Phone {
  readonly days: readonly number[];
  readonly version: number;
  /** From this day on it has the next version. */
  readonly updated: number;
  readonly draws: boolean;
  readonly stops: boolean;
  readonly crashes: boolean;
}

/** Sends a week of phones, and publishes it. */
function aStore() {
  const folder = mkdtempSync(join(tmpdir(), "mosis-public-"));
  const raw = rawDayKit(join(folder, "raw"));
  const database = openDatabase(join(folder, "rollup.db"), rollupMigrations);
  const ids = new Set<string>();
  const idOf = (phone: number, day: string): string => {
    const id = deviceId(sha256(new TextEncoder().encode(`secret ${phone}`)), APP, day, sha256);
    ids.add(id);
    return id;
  };
  return {
    ids,
    send(phone: number, { days, version, updated, draws, stops, crashes }: Phone): void {
      for (const [at, offset] of [...days].sort((a, b) => a - b).entries()) {
        const day = addDays(MONDAY, offset);
        const device_id = idOf(phone, day);
        const session = device_id.slice(0, 16);
        const version_code = offset >= updated ? version + 1 : version;
        raw.batch(day, { device_id, version_code }, [
          ["app_start", { new: at === 0 ? ["d", "w"] : ["d"] }, session],
          ...(draws ? [["frame_time", { buckets: { "28": 60 + phone } }, session] as const] : []),
          ...(stops ? [["app_stop", { seconds: 60, reason: "user" }, session] as const] : []),
        ]);
        if (crashes) raw.crash(day, { device_id, version_code, session, message: `no ${device_id}` });
      }
    },
    forget(phone: number): void {
      for (let offset = 0; offset < 7; offset += 1) {
        const day = addDays(MONDAY, offset);
        raw.forget(day, idOf(phone, day));
      }
    },
    async publish(today = SETTLED): Promise<string> {
      const now = new Date(`${today}T03:00:00Z`);
      const { failed } = await rollUp(
        database,
        { folder: join(folder, "raw"), now, retention: usualRetention },
        { sha256, sourceLines: async () => null },
      );
      expect(failed).toEqual([]);
      decideWeeks(database, today);
      await writeStats(folder, publicStats(database));
      const files = readdirSync(join(folder, "stats/v1"));
      return files.map((name) => readFileSync(join(folder, "stats/v1", name), "utf8")).join("\n");
    },
    [Symbol.dispose]() {
      raw.close();
      database.close();
      rmSync(folder, { recursive: true });
    },
  };
}

const usual: Phone = { days: [0, 3], version: 1, updated: 7, draws: true, stops: true, crashes: false };

test("ten devices are published, nine are not", async () => {
  using store = aStore();
  for (let phone = 0; phone < 10; phone += 1) store.send(phone, usual);
  for (let phone = 10; phone < 19; phone += 1) store.send(phone, { ...usual, version: 5 });
  const stats = JSON.parse(await store.publish()) as PublicStats;
  expect(stats).toEqual({
    v: 1,
    app_id: APP,
    weeks: [
      {
        week: "2026-W47",
        from: "2026-11-16",
        to: "2026-11-22",
        devices: 10,
        versions: [{ version_code: 1, devices: 10, crash_free_sessions: 1, frame_p50_ms: 17.3, frame_p95_ms: 17.3 }],
      },
    ],
  });
});

test("a number that fewer than ten devices give is left out of what more are in", async () => {
  using store = aStore();
  for (let phone = 0; phone < 12; phone += 1) store.send(phone, { ...usual, draws: phone < 9, stops: phone < 9 });
  const [week] = (JSON.parse(await store.publish()) as PublicStats).weeks;
  expect(week?.versions).toEqual([
    { version_code: 1, devices: 10, crash_free_sessions: null, frame_p50_ms: null, frame_p95_ms: null },
  ]);
});

test("a week is published three days after it ended, and never changes", async () => {
  using store = aStore();
  for (let phone = 0; phone < 20; phone += 1) store.send(phone, usual);
  expect(await store.publish("2026-11-25")).toBe("");
  const published = await store.publish("2026-11-26");
  expect(published).toContain('"devices":20');
  store.forget(3);
  store.send(20, { ...usual, crashes: true });
  expect(await store.publish("2026-11-27")).toBe(published);
});

test("a device that comes late does not bring an app over the limit", async () => {
  using store = aStore();
  for (let phone = 0; phone < 9; phone += 1) store.send(phone, usual);
  expect(await store.publish()).toBe("");
  store.send(9, usual);
  expect(await store.publish()).toBe("");
});

const phones = fc.array(
  fc.record({
    days: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1 }),
    version: fc.constantFrom(1, 1, 1, 2, 7),
    updated: fc.constantFrom(2, 7, 7),
    draws: fc.boolean(),
    stops: fc.boolean(),
    crashes: fc.constantFrom(false, false, true),
  }),
  { minLength: 9, maxLength: 45 },
);

test("no number that is published is of fewer than ten devices, and no id of one is in it", async () => {
  let numbers = 0;
  await fc.assert(
    fc.asyncProperty(phones, async (made) => {
      using store = aStore();
      for (const [phone, each] of made.entries()) store.send(phone, each);
      const text = await store.publish();
      for (const id of store.ids) for (const part of [id, id.slice(0, 16)]) expect(text).not.toContain(part);
      expect(text).not.toMatch(/batch|crash-|no /);
      const stats = text === "" ? null : (JSON.parse(text) as PublicStats);
      for (const { devices, versions } of stats?.weeks ?? []) {
        expect(devices).toBe(versions.reduce((sum, version) => sum + version.devices, 0));
        for (const version of versions) {
          const own = made.filter(({ days, version: first, updated }) =>
            days.some((day) => (day >= updated ? first + 1 : first) === version.version_code),
          );
          expect(version.devices).toBeGreaterThanOrEqual(10);
          expect(version.devices % 10).toBe(0);
          expect(own.length).toBeGreaterThanOrEqual(version.devices);
          const isPublic = version.crash_free_sessions !== null;
          if (isPublic) expect(own.filter(({ stops, crashes }) => stops || crashes).length).toBeGreaterThanOrEqual(10);
          if (version.frame_p50_ms !== null) expect(own.filter(({ draws }) => draws).length).toBeGreaterThanOrEqual(10);
          numbers += 1;
        }
      }
    }),
    { numRuns: runs(25) },
  );
  expect(numbers).toBeGreaterThan(0);
});
