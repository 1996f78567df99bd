import type { Vector } from "./vectors.ts";
import type { JsonObject } from "../../core/json/value.ts";

export type DeviceIdVector = Vector<
  { readonly secret: string; readonly app_id: string; readonly day: string },
  { readonly device_id: string }
>;

/** Ids of devices, as OpenSSL computes them: `openssl dgst -sha256 -mac HMAC -macopt hexkey:<secret>`. */
export function deviceIdVectors(): readonly DeviceIdVector[] {
  const counting = Array.from({ length: 32 }, (_, byte) => byte.toString(16).padStart(2, "0")).join("");
  const cases: readonly (readonly [name: string, why: string, secret: string, app: string, day: string, id: string])[] =
    [
      [
        "a device",
        "Purpose, app and day, one a line, and no line end after the last.",
        counting,
        "com.example.notes",
        "2026-11-26",
        "4ed378f37302962bff522e82269bef86d361c7a9ed751fb059e0fd1d4d4f3a97",
      ],
      [
        "the next day",
        "Nothing links two days.",
        counting,
        "com.example.notes",
        "2026-11-27",
        "5b6c8f227d4b2c89add0cd5011a266962e822d112327f721f6ccb2a587a1fe94",
      ],
      [
        "another app",
        "Nothing links two apps.",
        counting,
        "com.example.clock",
        "2026-11-26",
        "793a1ff0eb43ad8cbbb001d9a345a8f227dd13e77484c855a5f9615e5f7facbe",
      ],
      [
        "another device",
        "The secret is all that tells devices apart.",
        "ff".repeat(32),
        "com.example.notes",
        "2026-11-26",
        "985a9b37d88ebd89cf6f8be49699b35e436788e64b2bd5e0274f9190c6d2029c",
      ],
    ];
  return cases.map(([name, why, secret, app, day, id]) => ({
    name,
    why,
    input: { secret, app_id: app, day },
    expected: { device_id: id },
  }));
}

export type BucketVector = Vector<{ readonly value: number }, { readonly bucket: number }>;

/** Values and the log bucket that has them. */
export function bucketVectors(): readonly BucketVector[] {
  const cases: readonly (readonly [why: string, value: number, bucket: number])[] = [
    ["What is below 1 is in the first bucket.", 0, 0],
    ["So is 1.", 1, 0],
    ["e^0.1 is 1.10517.", 1.105, 0],
    ["e^0.1 is 1.10517.", 1.106, 1],
    ["A picture at 60 a second.", 16.667, 28],
    ["A picture at 30 a second.", 33.333, 35],
    ["e^4.6 is 99.48.", 100, 46],
    ["e^10.9 is 54,176.", 54_200, 109],
    ["All above e^11 is in the last.", 1_000_000, 110],
  ];
  return cases.map(([why, value, bucket]) => ({ name: String(value), why, input: { value }, expected: { bucket } }));
}

export type FirstStartVector = Vector<
  { readonly last: string | null; readonly day: string },
  { readonly new: readonly string[] }
>;

/** The day of the last start of an app, that of this one, and what this one carries. */
export function firstStartVectors(): readonly FirstStartVector[] {
  const cases: readonly (readonly [
    name: string,
    why: string,
    last: string | null,
    day: string,
    flags: readonly string[],
  ])[] = [
    ["the first of all", "It is the first in everything.", null, "2026-11-26", ["d", "w", "m", "first"]],
    ["the same day", "Only the first start of a day counts.", "2026-11-26", "2026-11-26", []],
    ["the next day", "Same week, same month.", "2026-11-25", "2026-11-26", ["d"]],
    ["Monday", "Weeks begin on Monday.", "2026-11-22", "2026-11-23", ["d", "w"]],
    ["the first of a month", "A week may have two months.", "2026-11-30", "2026-12-01", ["d", "m"]],
    ["New Year's Day", "1 January 2027 is in week 53 of 2026.", "2026-12-31", "2027-01-01", ["d", "m"]],
    ["a year later", "The same day of the year is in another week.", "2025-11-26", "2026-11-26", ["d", "w", "m"]],
  ];
  return cases.map(([name, why, last, day, flags]) => ({ name, why, input: { last, day }, expected: { new: flags } }));
}

export type BatchVector = Vector<
  JsonObject,
  | { readonly accepted: readonly number[]; readonly refused: readonly number[] }
  | { readonly pointers: readonly string[] }
>;

/** Batches, and which of their events are taken; or what makes a service refuse them whole. */
export function batchVectors(): readonly BatchVector[] {
  const event = (type: string, data: JsonObject, time = "2026-11-26T10:00:00.000Z"): JsonObject => ({
    type,
    time,
    session: "00112233445566ff",
    data,
  });
  const start = event("app_start", { new: ["d"], cold_ms: 400 });
  const click = event("button_click", { screen: "main", element: "equals" });
  const batch = {
    v: 1,
    batch_id: "01KB1C0V3XJ8Q4Y2ZP6M7N9RST",
    app_id: "com.example.notes",
    version_code: 3,
    mosis_version: "1.0.0",
    device_id: "ab".repeat(32),
    day: "2026-11-26",
    consent: 1,
    sent_at: "2026-11-26T10:05:00.000Z",
    events: [start],
  } as const;
  const { day: _, ...withoutDay } = batch;
  const cases: readonly (readonly [name: string, why: string, input: JsonObject, expected: BatchVector["expected"]])[] =
    [
      ["a start", "The least there is.", batch, { accepted: [0], refused: [] }],
      [
        "usage without consent",
        "An event above the consent is refused alone.",
        { ...batch, events: [click, start] },
        { accepted: [1], refused: [0] },
      ],
      [
        "usage with consent",
        "Consent 2 covers it.",
        { ...batch, consent: 2, events: [click, start] },
        { accepted: [0, 1], refused: [] },
      ],
      ["no consent", "A device sends nothing then.", { ...batch, consent: 0 }, { pointers: ["/consent"] }],
      ["no day", "All of it must be there.", withoutDay, { pointers: [""] }],
      [
        "an event of another day",
        "Its device id is of another day.",
        { ...batch, events: [start, event("lua_errors", { count: 1 }, "2026-11-27T00:00:00.000Z")] },
        { pointers: ["/events/1/time"] },
      ],
      [
        "an unknown type",
        "Nothing is stored that is not described.",
        { ...batch, events: [start, event("contacts", {})] },
        { pointers: ["/events/1/type"] },
      ],
      [
        "more than described",
        "Nothing is stored that is not described.",
        { ...batch, events: [event("lua_errors", { count: 1, message: "Ada's diary" })] },
        { pointers: ["/events/0/data/message"] },
      ],
      [
        "a text in place of a name",
        "Names are constants, not what somebody typed.",
        { ...batch, consent: 2, events: [event("screen_view", { screen: "Dear diary" })] },
        { pointers: ["/events/0/data/screen"] },
      ],
    ];
  return cases.map(([name, why, input, expected]) => ({ name, why, input, expected }));
}
