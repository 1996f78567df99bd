import type { JsonObject, JsonValue } from "../../json/value.ts";

// Schemas of OpenAPI are those of JSON Schema, draft 2020-12.

/** A whole schema by its name among the components. */
export function named(name: string, description?: string): JsonObject {
  return { $ref: `#/components/schemas/${name}`, ...(description !== undefined && { description }) };
}

export function text(description: string, more: JsonObject = {}): JsonObject {
  return { type: "string", description, ...more };
}

/** A whole number, not negative. */
export function count(description: string, more: JsonObject = {}): JsonObject {
  return { type: "integer", description, minimum: 0, ...more };
}

export function list(description: string, items: JsonObject): JsonObject {
  return { type: "array", description, items };
}

/** Keys that are not known beforehand. */
export function byKey(description: string, additionalProperties: JsonObject): JsonObject {
  return { type: "object", description, additionalProperties };
}

/** An object; members whose name ends in `?` may be missing. */
export function object(description: string, members: Readonly<Record<string, JsonObject>>): JsonObject {
  const names = Object.keys(members);
  const properties = names.map((name): [string, JsonValue] => [name.replace(/\?$/, ""), members[name] ?? {}]);
  const required = names.filter((name) => !name.endsWith("?"));
  return { type: "object", description, required, properties: Object.fromEntries(properties) };
}

export const TEXT: JsonObject = { type: "string" };
export const COUNT: JsonObject = { type: "integer", minimum: 0 };
