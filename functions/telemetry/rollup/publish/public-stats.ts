import { percentileOf } from "../../../../src/core/telemetry/buckets.ts";
import { addDays, isoWeekOf } from "../../../../src/core/telemetry/days.ts";
import { rollupLimits } from "../rollup-limits.ts";

/** What was counted of a version of an app in a week. */
export interface CountedVersion {
  readonly version_code: number;
  /** Devices whose first start of the app in the week was in this version. */
  readonly devices: number;
  readonly sessions: number;
  readonly crashed_sessions: number;
  /** Frame times by log bucket. */
  readonly frames: readonly (readonly [bucket: number, count: number])[];
  /** Devices that sessions are of, and frames: on the day that has most, because devices cannot be recognised on another. */
  readonly sessionDevices: number;
  readonly frameDevices: number;
}

/** What is published of a version in a week. Each number is of ten devices at least. */
export interface PublicVersion {
  readonly version_code: number;
  /** At least so many: rounded down to tens. */
  readonly devices: number;
  /** 0 to 1, in steps of a thousandth; null where too few devices ended a session. */
  readonly crash_free_sessions: number | null;
  /** Milliseconds, the middle of a log bucket; null where too few devices drew. */
  readonly frame_p50_ms: number | null;
  readonly frame_p95_ms: number | null;
}

export interface PublicWeek {
  /** ISO week, `2026-W48`. */
  readonly week: string;
  /** UTC days, both included. */
  readonly from: string;
  readonly to: string;
  /** The sum of those of the versions, and thus without devices of versions that few use. */
  readonly devices: number;
  /** Newest first. */
  readonly versions: readonly PublicVersion[];
}

/** `/stats/v1/<app_id>.json` of a store. */
export interface PublicStats {
  readonly v: 1;
  readonly app_id: string;
  /** Newest first. */
  readonly weeks: readonly PublicWeek[];
}

const K = rollupLimits.devices;

/**
 * What may be published of an app's week; null where that is nothing. Each number stands for ten devices, and no two of them can be
 * subtracted to get one that does not: weeks and versions divide what is counted, there is no other division, and the sum is one of what is
 * published only.
 *
 * @param monday the first day of the week
 */
export function publicWeek(monday: string, counted: readonly CountedVersion[]): PublicWeek | null {
  const versions = counted
    .filter(({ devices }) => devices >= K)
    .sort((a, b) => b.version_code - a.version_code)
    .map(publicVersion);
  if (versions.length === 0) return null;
  return {
    week: isoWeekOf(monday),
    from: monday,
    to: addDays(monday, 6),
    devices: versions.reduce((sum, { devices }) => sum + devices, 0),
    versions,
  };
}

function publicVersion(counted: CountedVersion): PublicVersion {
  const { sessions, crashed_sessions, sessionDevices, frames, frameDevices } = counted;
  const frameTime = (share: number): number | null =>
    frameDevices < K ? null : rounded(percentileOf(frames, share), 10);
  return {
    version_code: counted.version_code,
    devices: counted.devices - (counted.devices % K),
    crash_free_sessions: sessionDevices < K ? null : rounded((sessions - crashed_sessions) / sessions, 1000),
    frame_p50_ms: frameTime(0.5),
    frame_p95_ms: frameTime(0.95),
  };
}

function rounded(value: number | null, steps: number): number | null {
  return value === null ? null : Math.round(value * steps) / steps;
}
