import { answerReader, type AnswerReader } from "./portal-answer.ts";
import type { PortalClient } from "./portal-client.ts";
import type { AppId } from "../../core/ids/ids.ts";
import type { JsonValue } from "../../core/json/value.ts";

/** UTC days `YYYY-MM-DD`, both included. */
export interface DayRange {
  readonly from: string;
  readonly to: string;
}

/** Types, not interfaces, so that numbers are JSON. Members are those of the portal's HTTP API. */
export type Overview = {
  /** Devices a day. */
  readonly dau: number;
  /** Devices in the ISO week of the last day, up to it. */
  readonly wau: number;
  /** Devices in the month of the last day, up to it. */
  readonly mau: number;
  readonly sessions: number;
  /** Share of them without a crash, 0 to 1; null where there were none. */
  readonly crash_free_sessions: number | null;
  /** Devices that started the app for the first time ever. */
  readonly first: number;
};

/** Milliseconds or megabytes, at most 5 % beside the true number. */
export type Percentiles = { readonly p50: number; readonly p95: number; readonly p99: number };

export type VersionStats = {
  readonly version_code: number;
  /** Devices a day, added up over the days: none is recognised on the next one. */
  readonly devices: number;
  readonly sessions: number;
  readonly crash_free_sessions: number | null;
  readonly frame_p95: number | null;
};

export type CrashGroup = {
  readonly group_id: string;
  readonly title: string;
  readonly crash_type: string;
  readonly crashes: number;
  readonly devices: number;
  readonly first_day: string;
  readonly last_day: string;
};

/** What a portal tells of an app. */
export interface AppStats {
  readonly overview: Overview;
  /** Null where no frames were counted. */
  readonly frameTime: Percentiles | null;
  readonly memory: Percentiles | null;
  /** Newest first. */
  readonly versions: readonly VersionStats[];
  /** Most crashes first. */
  readonly crashes: readonly CrashGroup[];
}

/**
 * The numbers of an app over some days.
 *
 * @param groups how many groups of crashes at most
 * @throws PortalError
 */
export async function readStats(client: PortalClient, app: AppId, range: DayRange, groups: number): Promise<AppStats> {
  const query = `?${new URLSearchParams({ ...range }).toString()}`;
  const read = async (path: string, more = ""): Promise<JsonValue> => {
    const { body } = await client.request({ method: "GET", path: `/apps/${app}/${path}${query}${more}` });
    return body;
  };
  const [overview, frameTime, memory, versions, crashes] = await Promise.all([
    read("stats/overview"),
    read("stats/frame-time"),
    read("stats/memory"),
    read("stats/versions"),
    read("crashes", `&limit=${groups}`),
  ]);
  const from = (value: JsonValue, name: string): AnswerReader => answerReader(value, `${client.url} says of ${name}`);
  return {
    overview: overviewOf(from(overview, "the overview")),
    frameTime: percentilesOf(from(frameTime, "frame times")),
    memory: percentilesOf(from(memory, "memory")),
    versions: from(versions, "versions").list("versions").map(versionOf),
    crashes: from(crashes, "crashes").list("groups").map(crashOf),
  };
}

function overviewOf(own: AnswerReader): Overview {
  return {
    dau: own.number("dau"),
    wau: own.number("wau"),
    mau: own.number("mau"),
    sessions: own.number("sessions"),
    crash_free_sessions: own.numberOrNull("crash_free_sessions"),
    first: own.number("first"),
  };
}

function percentilesOf(own: AnswerReader): Percentiles | null {
  if (own.numberOrNull("p95") === null) return null;
  return { p50: own.number("p50"), p95: own.number("p95"), p99: own.number("p99") };
}

function versionOf(own: AnswerReader): VersionStats {
  return {
    version_code: own.number("version_code"),
    devices: own.number("devices"),
    sessions: own.number("sessions"),
    crash_free_sessions: own.numberOrNull("crash_free_sessions"),
    frame_p95: own.numberOrNull("frame_p95"),
  };
}

function crashOf(own: AnswerReader): CrashGroup {
  return {
    group_id: own.text("group_id"),
    title: own.text("title"),
    crash_type: own.text("crash_type"),
    crashes: own.number("crashes"),
    devices: own.number("devices"),
    first_day: own.text("first_day"),
    last_day: own.text("last_day"),
  };
}
