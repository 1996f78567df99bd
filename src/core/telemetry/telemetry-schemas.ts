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

const described = (schema: JsonObject, description: string): JsonObject => ({ ...schema, description });

const ENVELOPE = {
  v: { const: 1, description: "Version of this format." },
  app_id: described(appId, "The app."),
  version_code: described(versionCode, "Its version."),
  mosis_version: described(semver, "The version of Mosis it runs on."),
  device_id: described(
    sha256,
    "The phone in this app on this day: another number in every other app and on every other day.",
  ),
  day: described(DAY, "The UTC day."),
  consent: { enum: [1, 2], description: "What the phone's owner agreed to: 1 basic, 2 detailed." },
  sent_at: described(TIME, "When it is sent, by the phone's clock."),
};

/** A closed object, all of whose members are required but for those that are named. */
function closed(properties: JsonObject, optional: readonly string[] = []): JsonObject {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: "object", required, properties, additionalProperties: false };
}

/** JSON schema of a batch. What an event carries is checked by the schema of its type. */
const batch = closed({
  ...ENVELOPE,
  batch_id: described(ULID, "The time and random digits, so that nothing is counted twice."),
  events: {
    type: "array",
    minItems: 1,
    maxItems: telemetryLimits.batchEvents,
    items: closed({
      type: { type: "string", enum: Object.keys(eventTypes), description: "What happened." },
      time: described(TIME, "When it happened."),
      session: described(SESSION, "A random number for one run of the app on one day."),
      data: { type: "object", description: "What this type of event carries, and no more." },
    }),
    description: "What happened.",
  },
});

/** What is in a crash's `context`, as far as it is known. */
const context = closed(
  {
    screen: described(eventTypes.screen_view.data.screen, "The screen, as the app names it. Only at level 2."),
    memory_mb: { type: "integer", minimum: 0, maximum: 65_535, description: "Memory of the app in MB." },
    uptime_seconds: { type: "integer", minimum: 0, maximum: 604_800, description: "How long the app ran." },
  },
  ["screen", "memory_mb", "uptime_seconds"],
);

const crash = closed({
  ...ENVELOPE,
  crash_id: described(ULID, "The time and random digits, so that nothing is counted twice."),
  app_version: described(semver, "The version's name."),
  timestamp: described(TIME, "When it happened."),
  session: described(SESSION, "The run of the app that it ended."),
  crash_type: {
    enum: ["lua_error", "native", "out_of_memory", "not_responding"],
    description: "What kind of crash: an error in Lua, one of Mosis, no memory, no answer.",
  },
  message: { type: "string", description: "The error's message, without what looks like data of people." },
  stack_trace: { type: "string", description: "The functions that ran, with file and line, treated alike." },
  context,
});

/** JSON schema of a request to export or delete. */
const privacy = closed({
  ids: {
    type: "array",
    minItems: 1,
    maxItems: telemetryLimits.privacyIds,
    items: closed({ app_id: appId, day: DAY, device_id: sha256 }),
    description: "The phone in its apps on its days.",
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
