import type { SimulatedBug } from "./simulated-bugs.ts";
import { isoWeekOf, monthOf } from "../../core/telemetry/days.ts";

/** One run of an app as it really was. */
export interface TrueRun {
  /** Number of the device. */
  readonly device: number;
  readonly app_id: string;
  readonly version_code: number;
  readonly day: string;
  readonly seconds: number;
  /** Milliseconds of every picture. */
  readonly frames: readonly number[];
  /** MB, one of each minute. */
  readonly peaks: readonly number[];
  readonly lua_errors: number;
  /** What ended it, if it crashed. */
  readonly bug: SimulatedBug | null;
  /** What was looked at, where that may be told. */
  readonly screens: readonly string[];
}

/** UTC days, both included. */
export interface DayRange {
  readonly from: string;
  readonly to: string;
}

/** What the service should find, counted from what really happened and from nothing that was sent. */
export interface Truth {
  /** Every run on a device whose owner agrees to be counted. */
  readonly runs: readonly TrueRun[];
  /** Devices that ran the app on the last day, in the ISO week and the month up to it; the rest is of the whole range. */
  overview(app: string, range: DayRange): TrueOverview;
  /** The nearest-rank percentile of frame times, in ms. */
  frameTime(app: string, range: DayRange, share: number): number;
  memory(app: string, range: DayRange, share: number): number;
  /** Runs by version code. */
  versions(app: string, range: DayRange): ReadonlyMap<number, number>;
  /** The most frequent first. */
  crashGroups(app: string, range: DayRange): readonly TrueCrashGroup[];
}

export interface TrueOverview {
  readonly dau: number;
  readonly wau: number;
  readonly mau: number;
  readonly sessions: number;
  readonly crashed_sessions: number;
  /** Share of sessions without a crash. */
  readonly crash_free_sessions: number;
  /** Devices that ran it for the first time. */
  readonly first: number;
  readonly lua_errors: number;
}

export interface TrueCrashGroup {
  readonly bug: SimulatedBug;
  readonly crashes: number;
  /** Devices that met it on a day, of all days together: two days of one device cannot be told from two devices. */
  readonly devices: number;
}

export function truthOf(runs: readonly TrueRun[]): Truth {
  const within = (app: string, { from, to }: DayRange): readonly TrueRun[] =>
    runs.filter((run) => run.app_id === app && run.day >= from && run.day <= to);
  return {
    runs,
    overview(app, range) {
      const inRange = within(app, range);
      const before = within(app, { from: "0000-01-01", to: range.to });
      const crashed = inRange.filter(({ bug }) => bug !== null).length;
      const earlier = new Set(before.filter(({ day }) => day < range.from).map(({ device }) => device));
      return {
        dau: devicesOf(before.filter(({ day }) => day === range.to)),
        wau: devicesOf(before.filter(({ day }) => isoWeekOf(day) === isoWeekOf(range.to))),
        mau: devicesOf(before.filter(({ day }) => monthOf(day) === monthOf(range.to))),
        sessions: inRange.length,
        crashed_sessions: crashed,
        crash_free_sessions: 1 - crashed / inRange.length,
        first: devicesOf(inRange.filter(({ device }) => !earlier.has(device))),
        lua_errors: inRange.reduce((sum, run) => sum + run.lua_errors, 0),
      };
    },
    frameTime: (app, range, share) =>
      nearestRank(
        within(app, range).flatMap(({ frames }) => frames),
        share,
      ),
    memory: (app, range, share) =>
      nearestRank(
        within(app, range).flatMap(({ peaks }) => peaks),
        share,
      ),
    versions: (app, range) =>
      new Map([...Map.groupBy(within(app, range), (run) => run.version_code)].map(([code, all]) => [code, all.length])),
    crashGroups: (app, range) =>
      [...Map.groupBy(within(app, range), ({ bug }) => bug)]
        .flatMap(([bug, all]) => (bug === null ? [] : [{ bug, crashes: all.length, devices: deviceDays(all) }]))
        .toSorted((a, b) => b.crashes - a.crashes),
  };
}

function devicesOf(runs: readonly TrueRun[]): number {
  return new Set(runs.map(({ device }) => device)).size;
}

function deviceDays(runs: readonly TrueRun[]): number {
  return new Set(runs.map(({ device, day }) => `${device} ${day}`)).size;
}

function nearestRank(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.ceil(share * values.length) - 1] ?? Number.NaN;
}
