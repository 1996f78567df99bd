import { day, range, versionCode } from "./common.ts";
import type { Operation } from "./operation.ts";
import { choice, closed, component, count, list, nullable, number, object, type Schema, text } from "./schema.ts";
import { seriesMetrics } from "../../telemetry/rollup/stats-reader.ts";

const access = { scope: "stats:read", role: "viewer" } as const;
const problems = ["not-found", "not-configured", "forge-unavailable"] as const;
const share = nullable("Share of sessions without a crash, 0 to 1; null where there were none.", number("A share."));

const percentiles = (what: string, unit: string) =>
  object(`${what}, in ${unit}; null where nothing was counted.`, {
    p50: nullable("Half are at most that.", number("A value.")),
    p95: nullable("Nineteen of twenty are at most that.", number("A value.")),
    p99: nullable("Of a hundred one is more.", number("A value.")),
    count: count("How many numbers these are of."),
  });

const groupMembers = {
  group_id: text("Stays the same as long as the way of grouping does."),
  grouping: text("How it was grouped, such as `lua:1`."),
  title: text("The error and where."),
  crash_type: text("What happened: `lua_error`, `native`, `out_of_memory` or `not_responding`."),
  crashes: count("How many."),
  devices: count("Devices a day, added up over the days."),
  first_day: day,
  last_day: day,
  version_codes: list("Versions that it was seen in, newest first.", versionCode),
};

const crashGroup = component(
  "CrashGroup",
  object("Crashes that have the same cause as far as their stacks tell.", groupMembers),
);

const statistic = <const Id extends string, S extends Schema<unknown>, Q extends Schema<unknown>>(operation: {
  readonly id: Id;
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  readonly query: Q;
  readonly schema: S;
}) => {
  const { schema, ...rest } = operation;
  return {
    ...rest,
    method: "get",
    tag: "Statistics",
    access,
    answers: { 200: { description: "The numbers.", schema, headers: ["ETag"] } },
    problems,
    rate: "reads",
  } as const satisfies Operation;
};

export const overview = statistic({
  id: "getOverview",
  path: "/apps/{id}/stats/overview",
  summary: "Overview",
  description: "How many use an app, and how well it goes. Numbers are of devices that consented to be counted.",
  query: closed("Days.", range),
  schema: component(
    "Overview",
    object("An overview.", {
      dau: count("Devices on the last day of the range."),
      wau: count("Devices in the ISO week of that day, up to it."),
      mau: count("Devices in the month of that day, up to it."),
      sessions: count("Sessions that ended."),
      crash_free_sessions: share,
      first: count("Devices that started it for the first time."),
    }),
  ),
});

export const series = statistic({
  id: "getSeries",
  path: "/apps/{id}/stats/series",
  summary: "Day by day",
  description: "One number for each day.",
  query: closed("Days, and what.", { ...range, metric: choice("What is counted.", seriesMetrics) }),
  schema: component(
    "Series",
    object("Days.", {
      days: list(
        "Rising; days on which nothing was counted have 0.",
        object("A day.", { day, value: number("The number.") }),
      ),
    }),
  ),
});

export const frameTime = statistic({
  id: "getFrameTime",
  path: "/apps/{id}/stats/frame-time",
  summary: "Frame times",
  description: "How long frames took.",
  query: closed("Days.", range),
  schema: component("FrameTime", percentiles("Frame times", "milliseconds")),
});

export const memory = statistic({
  id: "getMemory",
  path: "/apps/{id}/stats/memory",
  summary: "Memory",
  description: "The most memory that was taken in each minute.",
  query: closed("Days.", range),
  schema: component("Memory", percentiles("Peak memory", "megabytes")),
});

export const versions = statistic({
  id: "getVersionShares",
  path: "/apps/{id}/stats/versions",
  summary: "Versions in use",
  description: "Which versions are used, and how well each goes.",
  query: closed("Days.", range),
  schema: component(
    "VersionShares",
    object("Versions.", {
      versions: list(
        "Newest first.",
        object("A version.", {
          version_code: versionCode,
          devices: count("Devices a day, added up over the days."),
          sessions: count("Sessions that ended."),
          crash_free_sessions: share,
          frame_p95: nullable(
            "Frame time in milliseconds that 19 of 20 frames keep; null where none were counted.",
            number("A value."),
          ),
        }),
      ),
    }),
  ),
});

export const screens = statistic({
  id: "listScreens",
  path: "/apps/{id}/stats/screens",
  summary: "Screens",
  description:
    "Which screens and buttons are used, of devices that consented to more. Only what ten devices used on a day.",
  query: closed("Days, and how many.", {
    ...range,
    "limit?": count("How many.", { minimum: 1, maximum: 100, default: 20 }),
  }),
  schema: component(
    "Screens",
    object("Screens.", {
      screens: list(
        "Most used first.",
        object("A screen, or a button on it.", {
          screen: text("Its name in the app."),
          element: nullable("Name of a button; null for the screen itself.", text("A name.")),
          count: count("How often."),
          devices: count("Devices a day, added up over the days."),
        }),
      ),
    }),
  ),
});

export const crashes = statistic({
  id: "listCrashes",
  path: "/apps/{id}/crashes",
  summary: "Crashes",
  description: "Crashes by what caused them, most first.",
  query: closed("Days, and how many.", {
    ...range,
    "limit?": count("How many groups.", { minimum: 1, maximum: 100, default: 20 }),
  }),
  schema: component("CrashGroups", object("Groups.", { groups: list("Most crashes first.", crashGroup) })),
});

export const crash = statistic({
  id: "getCrash",
  path: "/apps/{id}/crashes/{group}",
  summary: "A group of crashes",
  description: "One cause, over all days that are kept.",
  query: closed("Nothing is asked.", {}),
  schema: component(
    "CrashGroupDetails",
    object("A group with a stack and its days.", {
      ...groupMembers,
      sample_stack: nullable(
        "The stack of one of them, scrubbed; null once the events of its days are deleted.",
        text("Lines."),
      ),
      days: list(
        "Rising.",
        object("A day.", { day, crashes: count("How many."), devices: count("On how many devices.") }),
      ),
    }),
  ),
});
