import type { AppId } from "../../../src/core/ids/ids.ts";

/** UTC days `YYYY-MM-DD`, both included. */
export interface DayRange {
  readonly from: string;
  readonly to: string;
}

/** What is counted by day, app and version. */
export const seriesMetrics = [
  "active_d",
  "active_w",
  "active_m",
  "first",
  "starts",
  "sessions",
  "crashed_sessions",
  "crashes",
  "lua_errors",
  "minutes",
] as const;

export type SeriesMetric = (typeof seriesMetrics)[number];

export interface Overview {
  /** Devices on the last day of the range. */
  readonly dau: number;
  /** Devices in the ISO week of the last day, up to it. */
  readonly wau: number;
  /** Devices in the month of the last day, up to it. */
  readonly mau: number;
  /** Sessions that ended in the range. */
  readonly sessions: number;
  /** Share of them without a crash, 0 to 1; null where there were none. */
  readonly crash_free_sessions: number | null;
  /** Devices that started the app for the first time ever in the range. */
  readonly first: number;
}

export interface DayValue {
  readonly day: string;
  readonly value: number;
}

/** From log buckets: each is the middle of its bucket, about 5 % beside the true number at most. Null where nothing was counted. */
export interface Percentiles {
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  /** How many numbers they are of. */
  readonly count: number;
}

export interface VersionStats {
  readonly version_code: number;
  /** Devices a day, added up over the days. */
  readonly devices: number;
  readonly sessions: number;
  readonly crash_free_sessions: number | null;
  /** Frame time in milliseconds; null where no frames were counted. */
  readonly frame_p95: number | null;
}

export interface CrashGroup {
  readonly group_id: string;
  /** How it was grouped, such as `lua:1`: groups of another way have other ids. */
  readonly grouping: string;
  readonly title: string;
  readonly crash_type: string;
  readonly crashes: number;
  /** Devices a day, added up over the days: a device cannot be recognised on the next one. */
  readonly devices: number;
  readonly first_day: string;
  readonly last_day: string;
  /** Versions that it was seen in on any day that is kept, newest first. */
  readonly version_codes: readonly number[];
}

export interface CrashGroupDetail extends CrashGroup {
  /** One stack trace of it, scrubbed; null once the events of its days are deleted. */
  readonly sample_stack: string | null;
  readonly days: readonly { readonly day: string; readonly crashes: number; readonly devices: number }[];
}

export interface ScreenStats {
  readonly screen: string;
  /** Name of a button there; null for the screen itself. */
  readonly element: string | null;
  readonly count: number;
  readonly devices: number;
}

/** Numbers of an app, from roll-ups alone. An app nobody counted has zeros, nulls and empty lists. Throws nothing of its own. */
export interface StatsReader {
  overview(app: AppId, range: DayRange): Promise<Overview>;
  /** A value for each day of the range, zeros included. */
  series(app: AppId, metric: SeriesMetric, range: DayRange): Promise<readonly DayValue[]>;
  /** Milliseconds. */
  frameTimes(app: AppId, range: DayRange): Promise<Percentiles>;
  /** Megabytes at the peak of each minute. */
  memory(app: AppId, range: DayRange): Promise<Percentiles>;
  /** Newest version first. */
  versions(app: AppId, range: DayRange): Promise<readonly VersionStats[]>;
  /** Most crashes first. */
  crashGroups(app: AppId, range: DayRange, limit: number): Promise<readonly CrashGroup[]>;
  /** A group over all days that are kept; null when the app has no such group. */
  crashGroup(app: AppId, group: string): Promise<CrashGroupDetail | null>;
  /** Most counted first; only what ten devices used on a day. */
  screens(app: AppId, range: DayRange, limit: number): Promise<readonly ScreenStats[]>;
}
