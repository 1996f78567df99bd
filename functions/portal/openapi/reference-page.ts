import { aboutOf, description, namedSchemas } from "./description.ts";
import { type Operation, problemsOf } from "./operation.ts";
import { operations } from "./operations.ts";
import { pathParameters } from "./path-parameters.ts";
import { type AccountOperation, problemsOf as accountProblemsOf } from "../accounts/openapi/account-operation.ts";
import { accountOperations } from "../accounts/openapi/account-operations.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../src/core/json/value.ts";

type Described = { readonly name: string; readonly description: string };

const { tags, info } = description("https://portal.example") as unknown as {
  readonly tags: readonly Described[];
  readonly info: Described;
};

/** The page of the portal's API, as Markdown for Starlight, made from what its requests are checked by. */
export function portalReference(): string {
  return [
    "---",
    "title: Portal API",
    "description: Apps, versions, keys and numbers over HTTP, for those who publish without Git.",
    "---",
    "",
    "<!-- Generated from functions/portal/openapi by `npm run generate`; a test compares. Do not edit. -->",
    "",
    info.description,
    "",
    "`GET /openapi.json` of every portal is this page as OpenAPI 3.1. A store need not have a portal: the [HTTP API](http-api.md) of its files,",
    "[publishing by pull request](../guides/publishing.md) and every phone do without.",
    "",
    ...CONVENTIONS,
    ...tags.flatMap((tag) => [
      "",
      `## ${tag.name}`,
      "",
      tag.description,
      ...operations.filter((each: Operation) => each.tag === tag.name).flatMap(operationSection),
      ...(tag.name === "Accounts" ? accountOperations.flatMap(accountSection) : []),
    ]),
    "",
    "## Objects",
    ...Object.entries(namedSchemas).flatMap(([name, schema]) => schemaSection(name, schema as JsonObject)),
    "",
  ].join("\n");
}

/** What any operation may answer that has a body, or is not for anybody. */
const EVERYWHERE: readonly string[] = [
  "unauthenticated",
  "insufficient-scope",
  "cross-site",
  "malformed-json",
  "unsupported-media-type",
  "too-large",
  "too-slow",
  "too-many-requests",
  "internal",
];

const CONVENTIONS = [
  "## How to ask",
  "",
  "- Send `Authorization: Bearer` with an API key (`mosis_…`) or an access token. A key has scopes; each operation names the one that it needs, and",
  "  the role that you need in the developer it is about.",
  "- What fails is answered with a problem document (RFC 9457); each name is [explained](problems.md). Operations list what they may answer, but for what",
  `  comes anywhere: ${EVERYWHERE.map(problemLink).join(", ")}.`,
  "- `RateLimit`, `RateLimit-Policy` and `Retry-After` say how much is left: see the [limits](../operate/limits.md).",
  "- Answers have an `ETag`. Ask again with `If-None-Match`; change with `If-Match` where an operation asks for it.",
  "- Where an operation takes `Idempotency-Key`, the same request with the same key is carried out once, and answered the same for 24 hours.",
  "- Changes to the registry are documents that you signed: `mosis` writes them. The portal opens a pull request with them and answers 202 with",
  "  `Location: /submissions/<number>`.",
] as const;

function operationSection(operation: Operation): readonly string[] {
  const {
    method,
    path,
    summary,
    description: about,
    access,
    query,
    body,
    answers,
    isRepeatable,
    isConditional,
  } = operation;
  const scope =
    access === "anyone"
      ? "Anybody."
      : `Scope \`${access.scope}\`${access.role === undefined ? "" : `, role ${access.role}`}.`;
  const headers = [
    ...(isRepeatable === true ? ["`Idempotency-Key`, if you like"] : []),
    ...(isConditional === true ? ["`If-Match`"] : []),
  ];
  return [
    "",
    `### \`${method.toUpperCase()} ${path}\``,
    "",
    `**${summary}.** ${about}`,
    "",
    `- Who: ${scope}`,
    ...pathParameters(path).map(({ name, schema }) => `- \`{${name}}\`: ${aboutOf(schema)}`),
    ...members(query?.json ?? {}).map(
      ([name, schema, isNeeded]) =>
        `- \`?${name}=\`${isNeeded ? ", needed" : ""}: ${aboutOf(schema)} (${wordsOf(schema)})`,
    ),

    ...(headers.length === 0 ? [] : [`- Headers: ${headers.join(", ")}`]),
    ...(body === undefined
      ? []
      : [`- Body: ${wordsOf(body.schema.json)}${body.kind === "package" ? ", or the bytes of a package" : ""}`]),
    ...Object.entries(answers).map(
      ([status, { description: said, schema }]) =>
        `- ${status}: ${said}${schema === null ? "" : ` ${capital(wordsOf(schema.json))}.`}`,
    ),
    ...problemLine(problemsOf(operation)),
  ];
}

function accountSection(operation: AccountOperation): readonly string[] {
  const { method, path, summary, access, query = {}, body, answer } = operation;
  const [status, schema] = answer;
  return [
    "",
    `### \`${method.toUpperCase()} ${path}\``,
    "",
    summary,
    "",
    `- Who: ${WHO[access] ?? `Scope \`${access}\`.`}`,
    ...Object.entries(query).map(([name, about]) => `- \`?${name}=\`: ${about}`),
    ...(body === undefined ? [] : [`- Body: ${wordsOf(body)}`]),
    `- ${status}${schema === null ? "" : `: ${wordsOf(schema)}`}`,
    ...problemLine(accountProblemsOf(operation)),
  ];
}

const WHO: Readonly<Record<string, string>> = {
  anyone: "Anybody.",
  credential: "Whoever has a key, a token or a session.",
  session: "Whoever is signed in in a browser.",
};

function problemLine(names: readonly string[]): readonly string[] {
  const own = names.filter((name) => !EVERYWHERE.includes(name));
  return own.length === 0 ? [] : [`- Problems: ${own.map(problemLink).join(", ")}`];
}

function problemLink(name: string): string {
  return `[\`${name}\`](problems.md#${name})`;
}

function schemaSection(name: string, schema: JsonObject): readonly string[] {
  const rows = members(schema).map(
    ([member, value, isNeeded]) =>
      `| \`${member}\`${isNeeded ? "" : ", may be missing"} | ${wordsOf(value)} | ${aboutOf(value)} |`,
  );
  return [
    "",
    `### ${name}`,
    "",
    aboutOf(schema),
    "",
    ...(rows.length > 0
      ? ["| member | value | meaning |", "| --- | --- | --- |", ...rows]
      : [`Value: ${wordsOf(schema)}`]),
  ];
}

function members({
  properties,
  required,
}: JsonObject): readonly (readonly [name: string, schema: JsonObject, isNeeded: boolean])[] {
  const needed = (required ?? []) as readonly string[];
  return Object.entries((properties ?? {}) as Readonly<Record<string, JsonObject>>).map(([name, schema]) => [
    name,
    schema,
    needed.includes(name),
  ]);
}

const TYPES: Readonly<Record<string, string>> = {
  string: "text",
  integer: "whole number",
  boolean: "true or false",
  null: "`null`",
};

function wordsOf(schema: JsonObject): string {
  const { $ref: reference, enum: values, oneOf, type, items, additionalProperties, properties } = schema;
  if (typeof reference === "string") return link(reference.split("/").at(-1) ?? "");
  if (Array.isArray(values)) return `one of ${values.map((each) => `\`${String(each)}\``).join(", ")}`;
  if (Array.isArray(oneOf)) return (oneOf as readonly JsonObject[]).map(wordsOf).join(" or ");
  if (isJsonObject(items)) return `list; each: ${wordsOf(items)}`;
  if (isJsonObject(properties))
    return `object with ${members(schema)
      .map(([name, value]) => `\`${name}\` (${wordsOf(value)})`)
      .join(", ")}`;
  if (isJsonObject(additionalProperties)) return `object; each value: ${wordsOf(additionalProperties)}`;
  return typeWords(type ?? "object");
}

function typeWords(type: JsonValue): string {
  return typeof type === "string" ? (TYPES[type] ?? type) : "any value";
}

function link(name: string): string {
  return `[${name}](#${name.toLowerCase()})`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
