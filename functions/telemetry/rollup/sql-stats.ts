import type { DatabaseSync } from "node:sqlite";

import type {
  CrashGroup,
  CrashGroupDetail,
  DayRange,
  DayValue,
  Percentiles,
  ScreenStats,
  StatsReader,
} from "./stats-reader.ts";
import type { AppId } from "../../../src/core/ids/ids.ts";
import { percentileOf } from "../../../src/core/telemetry/buckets.ts";
import { addDays, mondayOf, monthOf } from "../../../src/core/telemetry/days.ts";

/** What the queries give. */
interface Rows {
  readonly sum: { readonly value: number };
  readonly byDay: DayValue;
  readonly byVersion: { readonly version_code: number; readonly value: number };
  readonly buckets: BucketRow;
  readonly bucketsByVersion: BucketRow & { readonly version_code: number };
  readonly topGroups: Omit<CrashGroup, "title" | "grouping" | "crash_type" | "version_codes">;
  readonly groupName: Pick<CrashGroup, "title" | "grouping" | "crash_type">;
  readonly groupSample: { readonly sample_stack: string };
  readonly groupDays: CrashGroupDetail["days"][number];
  readonly groupVersions: { readonly version_code: number };
  readonly screens: ScreenStats & { readonly element: string };
}

interface BucketRow {
  readonly bucket: number;
  readonly count: number;
}

/** Every query reads ranges of one index; a test holds their plans against that. */
export const statsQueries = {
  sum: "SELECT total(value) AS value FROM r_daily WHERE app_id = ? AND metric = ? AND day BETWEEN ? AND ?",
  byDay:
    "SELECT day, sum(value) AS value FROM r_daily WHERE app_id = ? AND metric = ? AND day BETWEEN ? AND ? GROUP BY day",
  byVersion:
    "SELECT version_code, sum(value) AS value FROM r_daily WHERE app_id = ? AND metric = ? AND day BETWEEN ? AND ? GROUP BY version_code",
  buckets:
    "SELECT bucket, sum(count) AS count FROM r_hist WHERE app_id = ? AND metric = ? AND day BETWEEN ? AND ? GROUP BY bucket",
  bucketsByVersion:
    "SELECT version_code, bucket, sum(count) AS count FROM r_hist WHERE app_id = ? AND metric = ? AND day BETWEEN ? AND ? GROUP BY version_code, bucket",
  topGroups: `
    SELECT group_id, sum(crashes) AS crashes, sum(devices) AS devices, min(day) AS first_day, max(day) AS last_day
    FROM r_crash WHERE app_id = ? AND day BETWEEN ? AND ? GROUP BY group_id ORDER BY crashes DESC, group_id LIMIT ?`,
  groupName:
    "SELECT title, grouping, crash_type FROM r_crash WHERE app_id = ? AND group_id = ? ORDER BY day DESC, version_code DESC LIMIT 1",
  groupSample: `
    SELECT sample_stack FROM r_crash WHERE app_id = ? AND group_id = ? AND sample_stack IS NOT NULL
    ORDER BY day DESC, version_code DESC LIMIT 1`,
  groupDays: `
    SELECT day, sum(crashes) AS crashes, sum(devices) AS devices
    FROM r_crash INDEXED BY r_crash_group WHERE app_id = ? AND group_id = ? GROUP BY day ORDER BY day`,
  groupVersions:
    "SELECT DISTINCT version_code FROM r_crash INDEXED BY r_crash_group WHERE app_id = ? AND group_id = ? ORDER BY version_code DESC",
  screens: `
    SELECT screen, element, sum(count) AS count, sum(devices) AS devices
    FROM r_screen WHERE app_id = ? AND day BETWEEN ? AND ? GROUP BY screen, element ORDER BY count DESC, screen, element LIMIT ?`,
} as const satisfies Readonly<Record<keyof Rows, string>>;

/** Reads numbers from the roll-up database. */
export function sqlStats(database: DatabaseSync): StatsReader {
  const statements = new Map(Object.entries(statsQueries).map(([name, sql]) => [name, database.prepare(sql)]));
  const rows = <Q extends keyof Rows>(query: Q, ...values: readonly (string | number)[]): readonly Rows[Q][] =>
    (statements.get(query)?.all(...values) ?? []) as unknown as readonly Rows[Q][];

  const sum = (app: AppId, metric: string, { from, to }: DayRange): number =>
    rows("sum", app, metric, from, to)[0]?.value ?? 0;
  const byVersion = (app: AppId, metric: string, { from, to }: DayRange): ReadonlyMap<number, number> =>
    new Map(rows("byVersion", app, metric, from, to).map((row) => [row.version_code, row.value]));
  const percentiles = (app: AppId, metric: string, { from, to }: DayRange): Percentiles =>
    percentilesOf(rows("buckets", app, metric, from, to));
  const versionsOf = (app: AppId, group: string): readonly number[] =>
    rows("groupVersions", app, group).map(({ version_code }) => version_code);

  return {
    async overview(app, range) {
      const sessions = sum(app, "sessions", range);
      const last = range.to;
      return {
        dau: sum(app, "active_d", { from: last, to: last }),
        wau: sum(app, "active_w", { from: mondayOf(last), to: last }),
        mau: sum(app, "active_m", { from: `${monthOf(last)}-01`, to: last }),
        sessions,
        crash_free_sessions: shareWithout(sum(app, "crashed_sessions", range), sessions),
        first: sum(app, "first", range),
      };
    },

    async series(app, metric, range) {
      const known = new Map(rows("byDay", app, metric, range.from, range.to).map(({ day, value }) => [day, value]));
      return daysOf(range).map((day) => ({ day, value: known.get(day) ?? 0 }));
    },

    frameTimes: async (app, range) => percentiles(app, "frame_time", range),
    memory: async (app, range) => percentiles(app, "memory", range),

    async versions(app, range) {
      const sessions = byVersion(app, "sessions", range);
      const crashed = byVersion(app, "crashed_sessions", range);
      const frames = Map.groupBy(
        rows("bucketsByVersion", app, "frame_time", range.from, range.to),
        ({ version_code }) => version_code,
      );
      return [...byVersion(app, "devices", range)]
        .sort(([a], [b]) => b - a)
        .map(([version_code, devices]) => ({
          version_code,
          devices,
          sessions: sessions.get(version_code) ?? 0,
          crash_free_sessions: shareWithout(crashed.get(version_code) ?? 0, sessions.get(version_code) ?? 0),
          frame_p95: percentilesOf(frames.get(version_code) ?? []).p95,
        }));
    },

    async crashGroups(app, { from, to }, limit) {
      return rows("topGroups", app, from, to, limit).flatMap((group) =>
        rows("groupName", app, group.group_id).map((name) => ({
          ...group,
          ...name,
          version_codes: versionsOf(app, group.group_id),
        })),
      );
    },

    async crashGroup(app, group_id) {
      const days = rows("groupDays", app, group_id);
      const [name] = rows("groupName", app, group_id);
      const [first, last] = [days[0], days.at(-1)];
      if (name === undefined || first === undefined || last === undefined) return null;
      return {
        group_id,
        ...name,
        crashes: total(days.map(({ crashes }) => crashes)),
        devices: total(days.map(({ devices }) => devices)),
        first_day: first.day,
        last_day: last.day,
        sample_stack: rows("groupSample", app, group_id)[0]?.sample_stack ?? null,
        version_codes: versionsOf(app, group_id),
        days,
      };
    },

    async screens(app, { from, to }, limit) {
      return rows("screens", app, from, to, limit).map((row) => ({ ...row, element: row.element || null }));
    },
  };
}

function shareWithout(crashed: number, sessions: number): number | null {
  return sessions === 0 ? null : (sessions - crashed) / sessions;
}

function percentilesOf(rows: readonly BucketRow[]): Percentiles {
  const counts = rows.map(({ bucket, count }) => [bucket, count] as const);
  return {
    p50: percentileOf(counts, 0.5),
    p95: percentileOf(counts, 0.95),
    p99: percentileOf(counts, 0.99),
    count: total(rows.map(({ count }) => count)),
  };
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0);
}

function daysOf({ from, to }: DayRange): readonly string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return days;
}
