import { describe, expect, test } from "vitest";

import type { CrashReport, TelemetryBatch } from "./batch.ts";
import { eventTypes, isElementName } from "./event-types.ts";
import { parseBatch, parseCrash, parsePrivacyRequest, type Parsed } from "./parse-telemetry.ts";
import { telemetryLimits } from "./telemetry-limits.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";

const SESSION = "00112233445566ff";
const TIME = "2026-11-26T10:00:00.000Z";
const envelope = {
  v: 1,
  app_id: "com.example.notes",
  version_code: 3,
  mosis_version: "1.2.0",
  device_id: "ab".repeat(32),
  day: "2026-11-26",
  consent: 2,
  sent_at: "2026-11-26T10:05:00.000Z",
} as const;
const everyType = Object.entries(eventTypes).map(([type, { example }]) => ({
  type,
  time: TIME,
  session: SESSION,
  data: example,
}));
const batch = { ...envelope, batch_id: "01KB1C0V3XJ8Q4Y2ZP6M7N9RST", events: everyType } as unknown as TelemetryBatch;
const crash: CrashReport = {
  ...envelope,
  crash_id: "01KB1C0V3XJ8Q4Y2ZP6M7N9RST",
  app_version: "1.0.3",
  timestamp: TIME,
  session: SESSION,
  crash_type: "lua_error",
  message: "attempt to index a nil value",
  stack_trace: "main.lua:3: in function 'open'",
  context: { screen: "history", memory_mb: 40, uptime_seconds: 61 },
};
const json = (value: object): JsonValue => JSON.parse(JSON.stringify(value)) as JsonValue;
const errorsOf = (parsed: Parsed<unknown>): readonly string[] =>
  parsed.ok ? [] : parsed.errors.map(({ pointer, message }) => `${pointer}: ${message}`);
const withEvent = (change: object): JsonValue =>
  json({ ...batch, events: [everyType[0], { type: "lua_errors", time: TIME, session: SESSION, data: {}, ...change }] });

describe("a batch", () => {
  test("of an event of every type is taken whole at consent 2", () => {
    const parsed = parseBatch(json(batch));
    expect(parsed).toMatchObject({ ok: true, value: { refused: [] } });
    expect(parsed.ok && parsed.value.accepted.map(({ event }) => event)).toEqual(everyType);
  });

  test("of consent 1 loses only what needs consent 2, and the rest keeps its index", () => {
    const events = [everyType.at(-1), everyType[0], everyType.at(-2)];
    const parsed = parseBatch(json({ ...batch, consent: 1, events }));
    expect(parsed.ok && parsed.value.accepted.map(({ index, event }) => [index, event.type])).toEqual([
      [1, "app_start"],
    ]);
    expect(parsed.ok && parsed.value.refused).toEqual([
      { index: 0, reason: "button_click needs consent 2, the batch has 1." },
      { index: 2, reason: "screen_view needs consent 2, the batch has 1." },
    ]);
  });

  test.for<readonly [string, JsonValue, string]>([
    ["consent 0", json({ ...batch, consent: 0 }), '/consent: "consent" is 0. Expected: one of 1, 2.'],
    ["no events", json({ ...batch, events: [] }), '/events: "events" is empty. Expected: at least 1 item.'],
    [
      "an unknown type",
      withEvent({ type: "contacts" }),
      '/events/1/type: "events.1.type" is "contacts". Expected: one of "app_start"',
    ],
    [
      "more than a type carries",
      withEvent({ data: { count: 1, name: "Ada" } }),
      '/events/1/data/name: "events.1.data" has the unknown key "name". Remove it.',
    ],
    ["less than a type carries", withEvent({}), '/events/1/data: "events.1.data" lacks "count". Add "count".'],
    [
      "a typo",
      withEvent({ type: "memory_usage", data: { peak_bm: 1 } }),
      '/events/1/data/peak_bm: "events.1.data" has the unknown key "peak_bm". Did you mean "peak_mb"?',
    ],
    [
      "a number out of bounds",
      withEvent({ data: { count: 1e9 } }),
      '/events/1/data/count: "events.1.data.count" is 1000000000. Expected: at most 100000.',
    ],
    [
      "a sentence where a name belongs",
      withEvent({ type: "screen_view", data: { screen: "dear diary" } }),
      '/events/1/data/screen: "events.1.data.screen" is "dear diary". Expected: a name such as history: letters, digits and _ . / - only.',
    ],
    [
      "a bucket that cannot be",
      withEvent({ type: "frame_time", data: { buckets: { "111": 1 } } }),
      '/events/1/data/buckets: "events.1.data.buckets" has the key "111". Expected: the number of a bucket, 0 to 110.',
    ],
    [
      "an event of another day",
      withEvent({ data: { count: 1 }, time: "2026-11-27T00:00:00.000Z" }),
      '/events/1/time: "2026-11-27T00:00:00.000Z" is not on the day 2026-11-26.',
    ],
    [
      "a day that is none",
      json({ ...batch, day: "2026-02-30", events: [{ ...everyType[0], time: "2026-02-30T10:00:00.000Z" }] }),
      "/day: 2026-02-30 is no day of the calendar.",
    ],
    ["no object", [], "The document is an array. Expected: an object."],
  ])("with %s is refused, with pointer and what was expected", ([, value, message]) => {
    expect(errorsOf(parseBatch(value)).join("\n")).toContain(message);
  });

  test("that is wrong everywhere is told a bounded number of violations", () => {
    const events = Array.from({ length: 100 }, () => ({ type: "lua_errors", time: TIME, session: SESSION, data: {} }));
    expect(errorsOf(parseBatch(json({ ...batch, events })))).toHaveLength(telemetryLimits.violations);
    expect(errorsOf(parseBatch(json({ ...batch, events: events.map(() => ({})) })))).toHaveLength(
      telemetryLimits.violations,
    );
  });
});

describe("a crash report", () => {
  test("is taken as it is, with its screen only at consent 2", () => {
    expect(parseCrash(json(crash))).toEqual({ ok: true, value: crash });
    const basic = parseCrash(json({ ...crash, consent: 1 }));
    expect(basic.ok && basic.value.context).toEqual({ memory_mb: 40, uptime_seconds: 61 });
  });

  test("that is too long is cut with a mark, keeping both ends, and never refused", () => {
    const stack_trace = `innermost ${"x".repeat(100_000)} outermost`;
    const parsed = parseCrash(json({ ...crash, message: "é".repeat(5000), stack_trace }));
    const value = parsed.ok ? parsed.value : crash;
    expect(value.message.length).toBeLessThanOrEqual(telemetryLimits.messageCharacters);
    expect(value.stack_trace.length).toBeLessThanOrEqual(telemetryLimits.stackCharacters);
    expect(value.stack_trace.length).toBeGreaterThan(telemetryLimits.stackCharacters - 10);
    expect(value.stack_trace).toMatch(/^innermost x+\n\[… \d+ characters cut …\]\nx+ outermost$/);
  });

  test("is never cut into half a character", () => {
    for (const pad of ["", "x"]) {
      const parsed = parseCrash(json({ ...crash, message: pad + "😀".repeat(2000) }));
      expect(parsed.ok && parsed.value.message.isWellFormed()).toBe(true);
    }
  });

  test.for<readonly [string, JsonObject, string]>([
    [
      "of an unknown type",
      { crash_type: "panic" },
      '/crash_type: "crash_type" is "panic". Expected: one of "lua_error"',
    ],
    [
      "with more context",
      { context: { ip: "10.0.0.1" } },
      '/context/ip: "context" has the unknown key "ip". Remove it.',
    ],
    ["of another day", { timestamp: "2026-11-25T10:00:00.000Z" }, "/timestamp: "],
  ])("%s is refused", ([, change, message]) => {
    expect(errorsOf(parseCrash(json({ ...crash, ...change }))).join("\n")).toContain(message);
  });
});

describe("a request of privacy", () => {
  const id = { app_id: "com.example.notes", day: "2026-11-26", device_id: "ab".repeat(32) };

  test("names up to 1,000 ids", () => {
    const ids = Array.from({ length: telemetryLimits.privacyIds }, () => id);
    expect(parsePrivacyRequest(json({ ids }))).toEqual({ ok: true, value: { ids } });
    expect(errorsOf(parsePrivacyRequest(json({ ids: [...ids, id] })))).toEqual([
      '/ids: "ids" has 1001 items. Expected: at most 1000 items.',
    ]);
  });

  test("of a day that is none is refused", () => {
    expect(errorsOf(parsePrivacyRequest(json({ ids: [id, { ...id, day: "2026-13-01" }] })))[0]).toContain("/ids/1/day");
    expect(errorsOf(parsePrivacyRequest(json({ ids: [{ ...id, day: "2026-02-29" }] })))).toEqual([
      "/ids/0/day: 2026-02-29 is no day of the calendar.",
    ]);
  });
});

test("names of screens and elements are constants, not texts", () => {
  expect(["history", "settings/about", "a_1.b-c", "x".repeat(64)].every(isElementName)).toBe(true);
  expect(["", "dear diary", "ada@example.com", "x".repeat(65), "-x"].some(isElementName)).toBe(false);
});
