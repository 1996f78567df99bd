import { expect, test } from "vitest";

import { type SimulatedRequest, simulateDevices } from "./simulate-devices.ts";
import type { TelemetryBatch, TelemetryEvent } from "../../core/telemetry/batch.ts";
import { bucketOf, percentileOf } from "../../core/telemetry/buckets.ts";
import { isoWeekOf, type NewFlag } from "../../core/telemetry/days.ts";
import { parseBatch, parseCrash } from "../../core/telemetry/parse-telemetry.ts";
import type { JsonValue } from "../../core/json/value.ts";

const NOTES = "com.example.notes";
const CLOCK = "com.example.clock";
const apps = [
  { app_id: NOTES, version_code: 1, app_version: "1.0.0" },
  { app_id: NOTES, version_code: 2, app_version: "1.1.0" },
  { app_id: CLOCK, version_code: 7, app_version: "2.0.0" },
];
// Sunday to Tuesday: two ISO weeks, and two months.
const range = { from: "2026-11-29", to: "2026-12-01" };
const simulation = { seed: 7, devices: 60, from: range.from, days: 3, apps } as const;
const { requests, truth, consents } = simulateDevices(simulation);
const fresh = requests.filter(({ isReplay }) => !isReplay);
const batches = fresh
  .filter(({ path }) => path === "/telemetry/events")
  .map((each) => each.document() as TelemetryBatch);
const eventsOf = (app: string): readonly (TelemetryEvent & { readonly day: string })[] =>
  batches
    .filter(({ app_id: id }) => id === app)
    .flatMap(({ day, events }) => events.map((event) => ({ ...event, day })));
const flagged = (app: string, flag: NewFlag, isIn: (day: string) => boolean): number =>
  eventsOf(app).filter((event) => event.type === "app_start" && event.data.new.includes(flag) && isIn(event.day))
    .length;
const json = (value: unknown): JsonValue => JSON.parse(JSON.stringify(value)) as JsonValue;

test("all that simulated devices send has the form of its schema", () => {
  const errors = requests.flatMap((request): readonly object[] => {
    const parsed = (request.path === "/telemetry/crash" ? parseCrash : parseBatch)(json(request.document()));
    if (!parsed.ok) return parsed.errors;
    return "refused" in parsed.value ? parsed.value.refused : [];
  });
  expect(errors).toEqual([]);
  expect(requests.length).toBeGreaterThan(fresh.length);
});

test("the marks of first starts add up to the devices that there really are", () => {
  for (const app of [NOTES, CLOCK]) {
    const { dau, wau, mau, first } = truth.overview(app, range);
    expect(flagged(app, "d", (day) => day === range.to)).toBe(dau);
    expect(flagged(app, "w", (day) => isoWeekOf(day) === isoWeekOf(range.to))).toBe(wau);
    expect(flagged(app, "m", (day) => day.startsWith("2026-12"))).toBe(mau);
    expect(flagged(app, "first", () => true)).toBe(first);
    expect(wau).toBeGreaterThan(mau);
  }
});

test("sessions, crashes, errors and percentiles of what is sent are those of what happened", () => {
  const { sessions, crashed_sessions: crashed, lua_errors: errors } = truth.overview(NOTES, range);
  const events = eventsOf(NOTES);
  expect(new Set(events.filter(({ type }) => type === "app_stop").map(({ session }) => session)).size).toBe(sessions);
  expect(events.filter(({ type }) => type === "app_crash")).toHaveLength(crashed);
  expect(crashed).toBeGreaterThan(0);
  expect(truth.crashGroups(NOTES, range).reduce((sum, { crashes }) => sum + crashes, 0)).toBe(crashed);
  expect(events.reduce((sum, event) => sum + (event.type === "lua_errors" ? event.data.count : 0), 0)).toBe(errors);
  const counts = events.flatMap((event) => (event.type === "frame_time" ? Object.entries(event.data.buckets) : []));
  const merged = Map.groupBy(counts, ([bucket]) => Number(bucket));
  const histogram = [...merged].map(([bucket, all]) => [bucket, all.reduce((sum, [, n]) => sum + n, 0)] as const);
  for (const share of [0.5, 0.95, 0.99]) {
    expect(bucketOf(percentileOf(histogram, share) ?? 0)).toBe(bucketOf(truth.frameTime(NOTES, range, share)));
  }
});

test("who does not agree sends nothing, and who agrees to the basics no names of screens", () => {
  const types = (request: SimulatedRequest): readonly string[] =>
    request.queued.kind === "events" ? request.queued.events.map(({ type }) => type) : [];
  expect(requests.filter(({ device }) => consents[device] === 0)).toEqual([]);
  const basic = requests.filter(({ device }) => consents[device] === 1).flatMap(types);
  expect(basic).not.toContain("screen_view");
  expect(requests.flatMap(types)).toContain("screen_view");
});

test("the same seed gives the same devices", () => {
  const again = simulateDevices(simulation);
  expect(again.requests.map((each) => each.document())).toEqual(requests.map((each) => each.document()));
});
