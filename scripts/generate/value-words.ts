import { ownMembers, resolve, type SchemaPart } from "./schema-members.ts";
import type { JsonArray, JsonObject, JsonValue } from "../../src/core/json/value.ts";
import { patternMeanings } from "../../src/core/schemas/pattern-meanings.ts";

/** What a value has to be, in words of Markdown: its type and every limit. */
export function valueWords(part: SchemaPart): string {
  const { node } = part;
  if (node["const"] !== undefined) return `always ${code(node["const"])}`;
  if (Array.isArray(node["enum"])) return `one of ${(node["enum"] as JsonArray).map(code).join(", ")}`;
  const types = [node["type"] ?? "any"].flat() as string[];
  const words = types.filter((type) => type !== "null").map((type) => wordsOfType(type, part));
  return types.includes("null") ? `${words.join(" or ")}; or \`null\`` : words.join(" or ");
}

function wordsOfType(type: string, part: SchemaPart): string {
  const { node, patterns } = part;
  switch (type) {
    case "string":
      return [between("text", node, ["minLength", "maxLength"], "character"), ...patterns.map(meaning)].join(", ");
    case "integer":
      return `whole number${range(node)}`;
    case "boolean":
      return "`true` or `false`";
    case "array":
      return listWords(part);
    case "object":
      return objectWords(part);
    default:
      return "any value";
  }
}

function listWords({ node, file }: SchemaPart): string {
  const size = between("list", node, ["minItems", "maxItems"], "item");
  const items = resolve(node["items"] ?? true, file);
  const once = node["uniqueItems"] === true ? ", none twice" : "";
  return `${size}${once}; each item: ${valueWords(items)}`;
}

function objectWords(part: SchemaPart): string {
  const { node, file } = part;
  const size = between("object", node, ["minProperties", "maxProperties"], "key");
  const members = ownMembers(part).map(([key]) => `\`${key}\``);
  if (members.length > 0) return `${size} with ${members.join(", ")}`;
  const keys = node["propertyNames"] === undefined ? null : resolve(node["propertyNames"], file);
  const named = keys === null ? "" : `; each key: ${valueWords({ ...keys, node: { type: "string", ...keys.node } })}`;
  return `${size}${named}; each value: ${valueWords(resolve(node["additionalProperties"] ?? true, file))}`;
}

function between(what: string, node: JsonObject, [low, high]: readonly [string, string], unit: string): string {
  const [min, max] = [node[low], node[high]];
  if (min === undefined && max === undefined) return what;
  if (max === undefined) return `${what} of at least ${counted(Number(min), unit)}`;
  const most = counted(Number(max), unit);
  return min === undefined ? `${what} of at most ${most}` : `${what} of ${Number(min)} to ${most}`;
}

function range({ minimum, maximum }: JsonObject): string {
  if (minimum !== undefined && maximum !== undefined) return ` from ${grouped(minimum)} to ${grouped(maximum)}`;
  if (minimum !== undefined) return `, at least ${grouped(minimum)}`;
  return maximum === undefined ? "" : `, at most ${grouped(maximum)}`;
}

function counted(count: number, unit: string): string {
  return `${grouped(count)} ${unit}${count === 1 ? "" : "s"}`;
}

function grouped(number: JsonValue): string {
  return Number(number).toLocaleString("en");
}

/** A pattern in the words that findings use for it. Addresses become code: Markdown would make links of them. */
function meaning(pattern: string): string {
  const words = patternMeanings[pattern];
  if (words === undefined) throw new Error(`say in pattern-meanings.ts what ${pattern} asks for`);
  return words.replaceAll(/(?:https?:\/\/|\*\.)[^\s,]+|[^\s,]+@[^\s,]+/g, "`$&`").replaceAll(" _ ", " \\_ ");
}

/** A value as code. */
export function code(value: JsonValue): string {
  return `\`${JSON.stringify(value)}\``;
}
