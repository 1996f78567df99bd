import type { JsonObject } from "../../../../src/core/json/value.ts";

type Members = Readonly<Record<string, JsonObject>>;

export function text(description: string): JsonObject {
  return { type: "string", description };
}

export function integer(description: string): JsonObject {
  return { type: "integer", description };
}

export function oneOf(description: string, values: readonly string[]): JsonObject {
  return { type: "string", description, enum: values };
}

export function list(description: string, items: JsonObject): JsonObject {
  return { type: "array", description, items };
}

export const time = text("RFC 3339, in UTC.");

/** An object of an answer, which later releases may add members to. Members whose name ends in `?` may be missing. */
export function object(members: Members): JsonObject {
  const entries = Object.entries(members);
  return {
    type: "object",
    required: entries.flatMap(([name]) => (name.endsWith("?") ? [] : name)),
    properties: Object.fromEntries(entries.map(([name, schema]) => [name.replace(/\?$/, ""), schema])),
  };
}

/** An object of a request: a member that is not known is a mistake. */
export function closed(members: Members): JsonObject {
  return { ...object(members), additionalProperties: false };
}
