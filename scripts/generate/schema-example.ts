import { documentPart, ownMembers, resolve, type SchemaName, type SchemaPart } from "./schema-members.ts";
import type { JsonArray, JsonValue } from "../../src/core/json/value.ts";

/**
 * A whole document: the schema's own example, else what its members need, put together of their examples.
 *
 * @throws Error where a member that is needed has no example
 */
export function documentExample(name: SchemaName): JsonValue {
  return exampleOf(documentPart(name), name);
}

function exampleOf(part: SchemaPart, at: string): JsonValue {
  const { node } = part;
  const [first] = (node["examples"] ?? []) as JsonArray;
  if (first !== undefined) return first;
  if (node["const"] !== undefined) return node["const"];
  if (Array.isArray(node["enum"])) return (node["enum"] as JsonArray)[0] ?? null;
  if (node["type"] === "array") return [exampleOf(resolve(node["items"] ?? true, part.file), `${at}[]`)];
  if (node["type"] !== "object") throw new Error(`${at} has no example in its schema`);
  const needed = ownMembers(part).filter(([, { required }]) => required);
  return Object.fromEntries(needed.map(([key, member]) => [key, exampleOf(member, `${at}.${key}`)]));
}
