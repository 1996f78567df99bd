import { eventTypes } from "./event-types.ts";
import { telemetryLimits } from "./telemetry-limits.ts";
import { ulidPattern } from "./ulid.ts";
import type { JsonObject } from "../json/value.ts";
import common from "../schemas/common.schema.json" with { type: "json" };

const { appId, semver, sha256, versionCode } = common.$defs;

const ULID = { type: "string", pattern: ulidPattern };
const DAY = { type: "string", pattern: "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$" };
const TIME = {
  type: "string",
  pattern: "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\\.[0-9]{3}Z$",
};
const SESSION = { type: "string", pattern: "^[0-9a-f]{16}$" };

const ENVELOPE = {
  v: { const: 1 },
  app_id: appId,
  version_code: versionCode,
  mosis_version: semver,
  device_id: sha256,
  day: DAY,
  consent: { enum: [1, 2] },
  sent_at: TIME,
};

/** A closed object, all of whose members are required but for those that are named. */
function closed(properties: JsonObject, optional: readonly string[] = []): JsonObject {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: "object", required, properties, additionalProperties: false };
}

/** JSON schema of a batch. What an event carries is checked by the schema of its type. */
const batch = closed({
  ...ENVELOPE,
  batch_id: ULID,
  events: {
    type: "array",
    minItems: 1,
    maxItems: telemetryLimits.batchEvents,
    items: closed({
      type: { type: "string", enum: Object.keys(eventTypes) },
      time: TIME,
      session: SESSION,
      data: { type: "object" },
    }),
  },
});

const crash = closed({
  ...ENVELOPE,
  crash_id: ULID,
  app_version: semver,
  timestamp: TIME,
  session: SESSION,
  crash_type: { enum: ["lua_error", "native", "out_of_memory", "not_responding"] },
  message: { type: "string" },
  stack_trace: { type: "string" },
  context: closed(
    {
      screen: eventTypes.screen_view.data.screen,
      memory_mb: { type: "integer", minimum: 0, maximum: 65_535 },
      uptime_seconds: { type: "integer", minimum: 0, maximum: 604_800 },
    },
    ["screen", "memory_mb", "uptime_seconds"],
  ),
});

const privacy = closed({
  ids: {
    type: "array",
    minItems: 1,
    maxItems: telemetryLimits.privacyIds,
    items: closed({ app_id: appId, day: DAY, device_id: sha256 }),
  },
});

/** JSON schemas of what devices send, and of the data of each type of event, by name. */
export const telemetrySchemas = {
  batch,
  crash,
  privacy,
  ...(Object.fromEntries(
    Object.entries(eventTypes).map(([type, { data, optional }]) => [type, closed(data, optional)]),
  ) as Readonly<Record<keyof typeof eventTypes, JsonObject>>),
};
