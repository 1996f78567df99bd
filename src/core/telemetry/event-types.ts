import type { EventData, EventType } from "./batch.ts";
import { LAST_BUCKET } from "./buckets.ts";
import { telemetryLimits } from "./telemetry-limits.ts";
import { ulidPattern } from "./ulid.ts";
import type { JsonObject } from "../json/value.ts";

/** What a device's owner agreed to: 0 none, 1 basic, 2 detailed. */
export type Consent = 0 | 1 | 2;

/** What is known of a type of event. */
export interface EventTypeRow<T extends EventType = EventType> {
  /** The least consent at which it may be sent. */
  readonly consent: Exclude<Consent, 0>;
  /** What happened, as a phrase for people. */
  readonly when: string;
  /** JSON schemas of the members of `data`, with what each says in `description`. */
  readonly data: Readonly<Record<keyof EventData[T], JsonObject>>;
  /** Members of `data` that may be missing. */
  readonly optional?: readonly (keyof EventData[T])[];
  readonly example: EventData[T];
}

const ULID = { type: "string", pattern: ulidPattern };

/** A name in the app's package: no spaces and no `@`, so that nothing that somebody typed fits. */
const NAME = {
  type: "string",
  maxLength: telemetryLimits.nameCharacters,
  pattern: "^[A-Za-z0-9_][A-Za-z0-9_./-]*$",
};

const integer = (minimum: number, maximum: number, description: string): JsonObject => ({
  type: "integer",
  minimum,
  maximum,
  description,
});

/** Every type of event: schemas, the client's rules, the service's rules and the privacy page are made of this table. */
export const eventTypes: { readonly [T in EventType]: EventTypeRow<T> } = {
  app_start: {
    consent: 1,
    when: "An app was started.",
    data: {
      new: {
        type: "array",
        uniqueItems: true,
        maxItems: 4,
        items: { type: "string", enum: ["d", "w", "m", "first"] },
        description: "Whether it is the phone's first start of the app in this UTC day, ISO week, month, or ever.",
      },
      cold_ms: integer(0, 600_000, "Milliseconds until the first picture."),
    },
    optional: ["cold_ms"],
    example: { new: ["d", "w"], cold_ms: 420 },
  },
  app_stop: {
    consent: 1,
    when: "An app was stopped.",
    data: {
      seconds: integer(0, 604_800, "How long it ran."),
      reason: { enum: ["user", "system", "crash"], description: "Who stopped it: a person, the phone, an error." },
    },
    example: { seconds: 95, reason: "user" },
  },
  app_crash: {
    consent: 1,
    when: "An app crashed.",
    data: { crash_id: { ...ULID, description: "Id of the crash report." } },
    example: { crash_id: "01KB1C0V3XJ8Q4Y2ZP6M7N9RST" },
  },
  frame_time: {
    consent: 1,
    when: "A minute of drawing.",
    data: {
      buckets: {
        type: "object",
        propertyNames: { pattern: "^(0|[1-9][0-9]?|10[0-9]|110)$" },
        additionalProperties: { type: "integer", minimum: 1, maximum: 100_000 },
        maxProperties: LAST_BUCKET + 1,
        description: "How many pictures took how long, in steps of 10 %, added up on the phone.",
      },
    },
    example: { buckets: { "27": 3541, "28": 40, "35": 2 } },
  },
  memory_usage: {
    consent: 1,
    when: "A look at memory.",
    data: { peak_mb: integer(0, 65_535, "The most memory that the app used since the last look, in MB.") },
    example: { peak_mb: 48 },
  },
  lua_errors: {
    consent: 1,
    when: "Errors that the app survived.",
    data: { count: integer(1, 100_000, "How many, without their messages.") },
    example: { count: 2 },
  },
  device_info: {
    consent: 1,
    when: "The kind of phone, once a day and app.",
    data: {
      os: {
        enum: ["linux", "windows", "macos", "android", "ios", "other"],
        description: "System below Mosis, without its version.",
      },
      ram_class: { enum: ["s", "m", "l", "xl"], description: "Memory: below 2, 4, 8 GB, or more." },
      locale: { type: "string", pattern: "^[a-z]{2,3}$", description: "Language, without region." },
      screen: { enum: ["s", "m", "l"], description: "Shorter side of the screen: below 480, 960 pixels, or more." },
    },
    example: { os: "linux", ram_class: "m", locale: "en", screen: "m" },
  },
  screen_view: {
    consent: 2,
    when: "A screen was seen.",
    data: { screen: { ...NAME, description: "Its name in the app." } },
    example: { screen: "history" },
  },
  button_click: {
    consent: 2,
    when: "A button was used.",
    data: {
      screen: { ...NAME, description: "The screen it is on, as the app names it." },
      element: { ...NAME, description: "The button, as the app names it." },
    },
    example: { screen: "main", element: "equals" },
  },
};

/** True for a name of a screen or an element that an event may carry. */
export function isElementName(text: string): boolean {
  return text.length <= NAME.maxLength && new RegExp(NAME.pattern).test(text);
}
