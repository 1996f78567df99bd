import { code } from "./value-words.ts";
import { type ApiPath, apiPaths } from "../../src/core/index/openapi/api-paths.ts";
import { openApi } from "../../src/core/index/openapi/open-api.ts";
import { isJsonObject, type JsonArray, type JsonObject, type JsonValue, valueAt } from "../../src/core/json/value.ts";

const description = openApi({ title: "Mosis", url: "https://store.mosis.dev/" });

type Described = { readonly name: string; readonly description: string };

/** The page of the static API, as Markdown for Starlight, made from its OpenAPI description. */
export function httpApiReference(): string {
  const tags = description["tags"] as readonly Described[];
  const { schemas } = description["components"] as { readonly schemas: Readonly<Record<string, JsonObject>> };
  return [
    "---",
    "title: HTTP API",
    "description: The plain JSON of a store, for pages and programs of your own.",
    "---",
    "",
    "<!-- Generated from src/core/index/openapi by `npm run generate`; a test compares. Do not edit. -->",
    "",
    (description["info"] as Described).description,
    "",
    "For programs: `/v1/openapi.json` of every store is this page as OpenAPI 3.1.",
    "",
    "```sh",
    "curl https://store.mosis.dev/v1/store.json",
    "```",
    ...tags.flatMap((tag) => [
      "",
      `## ${tag.name}`,
      "",
      tag.description,
      ...apiPaths.filter((path) => path.tag === tag.name).flatMap(pathSection),
    ]),
    "",
    "## What the files hold",
    ...Object.keys(schemas)
      .toSorted()
      .flatMap((name) => schemaSection(name, schemas[name] ?? {})),
    "",
  ].join("\n");
}

function pathSection({ path, summary, description: about, schema }: ApiPath): readonly string[] {
  const get = valueAt(description, `/paths/${path.replaceAll("/", "~1")}/get`) as JsonObject;
  const parameters = ((get["parameters"] ?? []) as JsonObject[]).map(resolve) as (Described & { example: JsonValue })[];
  const example = valueAt(get, "/responses/200/content/application~1json/example");
  // The same is shown once.
  const isFirst = apiPaths.find((each) => each.schema === schema)?.path === path;
  return [
    "",
    `### \`${path}\``,
    "",
    `**${summary}.** ${about}`,
    "",
    ...parameters.map((each) => `- \`${each.name}\`: ${each.description} For example ${code(each.example)}.`),
    `- Answer: ${link(schema)}`,
    ...(example === undefined || !isFirst ? [] : ["", "```json", jsonText(example), "```"]),
  ];
}

/** Lists of plain values and of such lists stand on one line. */
function jsonText(value: JsonValue): string {
  return JSON.stringify(value, null, 2).replaceAll(/\[[\s[\]\d",\w.-]*?\](?=,?\n *[}"{])/g, (list) =>
    list.replaceAll(/,\n */g, ", ").replaceAll(/\n */g, ""),
  );
}

function schemaSection(name: string, schema: JsonObject): readonly string[] {
  const { properties, required } = schema;
  const needed = new Set((required ?? []) as JsonArray);
  const rows = Object.entries(isJsonObject(properties) ? properties : {}).map(
    ([member, value]) =>
      `| \`${member}\`${needed.has(member) ? "" : ", may be missing"} | ${valueWords(value as JsonObject)} | ${aboutOf(value as JsonObject)} |`,
  );
  return [
    "",
    `### ${name}`,
    "",
    schema["description"] as string,
    "",
    ...(rows.length > 0
      ? ["| member | value | meaning |", "| --- | --- | --- |", ...rows]
      : [`Value: ${valueWords(schema)}`]),
  ];
}

function valueWords(schema: JsonObject): string {
  const { $ref: reference, const: only, enum: values, oneOf, type, items, additionalProperties, properties } = schema;
  if (typeof reference === "string") return link(nameOf(reference));
  if (only !== undefined) return `always ${code(only)}`;
  if (values !== undefined) return `one of ${(values as JsonArray).map(code).join(", ")}`;
  if (Array.isArray(oneOf)) return (oneOf as readonly JsonObject[]).map(valueWords).join(" or ");
  if (isJsonObject(items ?? null)) return `list; each: ${valueWords(items as JsonObject)}`;
  if (isJsonObject(properties ?? null)) {
    const members = Object.entries(properties as JsonObject).map(
      ([key, value]) => `\`${key}\` (${valueWords(value as JsonObject)})`,
    );
    return `object with ${members.join(", ")}`;
  }
  if (isJsonObject(additionalProperties ?? null)) {
    return `object; each value: ${valueWords(additionalProperties as JsonObject)}`;
  }
  return ([type].flat() as string[]).map((each) => TYPES[each] ?? each).join(" or ");
}

const TYPES: Readonly<Record<string, string>> = { string: "text", integer: "whole number", null: "`null`" };

/** What a member means, by itself or by what it refers to. */
function aboutOf(schema: JsonObject): string {
  return (schema["description"] ?? resolve(schema)["description"]) as string;
}

function resolve(schema: JsonObject): JsonObject {
  const { $ref: reference } = schema;
  return typeof reference === "string" ? (valueAt(description, reference.slice(1)) as JsonObject) : schema;
}

function link(name: string): string {
  return `[${name}](#${name.toLowerCase()})`;
}

function nameOf(reference: string): string {
  return reference.split("/").at(-1) ?? "";
}
