import { type Body, type Operation, problemsOf, type Tag } from "./operation.ts";
import { operations } from "./operations.ts";
import { pathParameters } from "./path-parameters.ts";
import type { Schema } from "./schema.ts";
import { problems, type ProblemName } from "../problems.ts";
import { limits } from "../../shared/limits.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../src/core/json/value.ts";

const REPEAT_HOURS = 24;

const TAGS: Readonly<Record<Tag, string>> = {
  "The portal": "About the portal itself.",
  Store: "What is published, for everybody.",
  Apps: "Apps of the developers of which you are a member.",
  Versions: "From an uploaded package to a published version.",
  Submissions: "What waits for review.",
  "Signing keys": "Keys that sign packages and documents. API keys are another thing.",
  Statistics: "What devices told that consented to it, in roll-ups.",
};

/** A heading in the page of problems. */
const PROBLEMS_PAGE = "https://mosis.dev/problems/";

/** The API as OpenAPI 3.1, made from the same operations that requests are checked by. */
export function description(url: string): JsonObject {
  return {
    openapi: "3.1.0",
    info: {
      title: "Mosis developer portal",
      version: "1.0.0",
      description:
        "For those who publish without Git. Whatever changes the store is a document that its developer signed on their own machine; the portal carries it into the registry as a pull request and signs nothing. Deleting the portal would break no app.",
    },
    servers: [{ url }],
    tags: Object.entries(TAGS).map(([name, about]) => ({ name, description: about })),
    paths: paths(),
    components: {
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer", description: "An API key (`mosis_…`) or an access token." },
        session: { type: "apiKey", in: "cookie", name: "session", description: "Browsers after signing in." },
      },
      parameters: {
        IdempotencyKey: {
          name: "Idempotency-Key",
          in: "header",
          required: false,
          description: `Any text of your own, such as a UUID: the same request with the same key is carried out once, and answered the same for ${REPEAT_HOURS} hours.`,
          schema: { type: "string", minLength: 1, maxLength: 200 },
        },
        IfMatch: {
          name: "If-Match",
          in: "header",
          required: true,
          description: "The `ETag` of what is changed, as it was last read.",
          schema: { type: "string" },
        },
      },
      headers: {
        ETag: { description: "Changes with the answer; ask again with `If-None-Match`.", schema: { type: "string" } },
        Location: { description: "Where it is.", schema: { type: "string" } },
        RateLimit: { description: "What is left, and when it is whole again.", schema: { type: "string" } },
        RetryAfter: { description: "Seconds.", schema: { type: "integer" } },
      },
      schemas: { ...namedSchemas, Problem: PROBLEM },
    },
  };
}

const PROBLEM: JsonObject = {
  type: "object",
  description: "Why a request failed (RFC 9457).",
  required: ["type", "title", "status", "detail"],
  properties: {
    type: { type: "string", description: "An address whose last part is the name of the problem." },
    title: { type: "string", description: "The same for every problem of that name." },
    status: { type: "integer", description: "As in the answer." },
    detail: { type: "string", description: "What is wrong here, and how to mend it." },
    errors: {
      type: "array",
      description: "Each thing that is wrong.",
      items: {
        type: "object",
        required: ["pointer", "message"],
        properties: {
          pointer: {
            type: "string",
            description: "JSON Pointer into what was sent; `#/query/` and `#/header/` for those.",
          },
          message: { type: "string", description: "What is wrong." },
        },
      },
    },
  },
};

function paths(): JsonObject {
  const byPath = Map.groupBy<string, Operation>(operations, ({ path }) => path);
  return Object.fromEntries(
    [...byPath].map(([path, own]) => [path, Object.fromEntries(own.map((each) => [each.method, operationOf(each)]))]),
  );
}

function operationOf(operation: Operation): JsonObject {
  const { id, tag, summary, description: about, access, body, answers, rate } = operation;
  return {
    operationId: id,
    tags: [tag],
    summary,
    description: about,
    parameters: parametersOf(operation),
    ...(body !== undefined && { requestBody: bodyOf(body) }),
    security: access === "anyone" ? [] : [{ bearer: [access.scope] }, { session: [] }],
    ...(access !== "anyone" && access.role !== undefined && { "x-role": access.role }),
    "x-rate-limit": rate,
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, { description: said, schema, headers = [] }]): [string, JsonValue] => [
          status,
          {
            description: said,
            headers: Object.fromEntries(
              [...headers, "RateLimit"].map((name) => [name, { $ref: `#/components/headers/${name}` }]),
            ),
            ...(schema !== null && { content: { "application/json": { schema: schema.json } } }),
          },
        ]),
      ),
      ...(operation.method === "get" && NOT_MODIFIED),
      ...problemResponses(problemsOf(operation)),
    },
  };
}

const NOT_MODIFIED = { 304: { description: "It is what `If-None-Match` names." } } as const;

function parametersOf({ path, query, isRepeatable, isConditional }: Operation): readonly JsonValue[] {
  const inPath = pathParameters(path).map(({ name, schema }) => ({
    name,
    in: "path",
    required: true,
    description: schema["description"] ?? "",
    schema,
  }));
  return [
    ...inPath,
    ...queryParameters(query),
    ...(isRepeatable === true ? [{ $ref: "#/components/parameters/IdempotencyKey" }] : []),
    ...(isConditional === true ? [{ $ref: "#/components/parameters/IfMatch" }] : []),
  ];
}

function queryParameters(query: Schema<unknown> | undefined): readonly JsonObject[] {
  const { properties, required } = query?.json ?? {};
  const needed = (required ?? []) as readonly string[];
  return Object.entries((properties ?? {}) as Readonly<Record<string, JsonObject>>).map(([name, schema]) => ({
    name,
    in: "query",
    required: needed.includes(name),
    description: aboutOf(schema),
    schema,
  }));
}

/** What a schema means, by itself or by what it refers to. */
export function aboutOf(schema: JsonObject): string {
  const { description: own, $ref: reference } = schema;
  if (typeof own === "string") return own;
  const target = typeof reference === "string" ? namedSchemas[reference.split("/").at(-1) ?? ""] : null;
  return isJsonObject(target) ? aboutOf(target) : "";
}

function bodyOf({ kind, schema }: Body): JsonObject {
  const content: JsonObject = { "application/json": { schema: schema.json } };
  const bytes = `Bytes of a signed \`.mosis\`, at most ${limits.sizes.portalPackageBytes.limit}.`;
  const more: JsonObject = {
    "application/octet-stream": { schema: { description: bytes } },
    "multipart/form-data": {
      schema: { type: "object", required: ["package"], properties: { package: { description: bytes } } },
    },
  };
  return { required: true, content: kind === "json" ? content : { ...content, ...more } };
}

function problemResponses(names: readonly ProblemName[]): JsonObject {
  const byStatus = Map.groupBy(names, (name) => problems[name].status);
  return Object.fromEntries(
    [...byStatus]
      .toSorted(([a], [b]) => a - b)
      .map(([status, same]) => [
        String(status),
        {
          description: same.map((name) => `\`${name}\`: ${problems[name].title}.`).join(" "),
          ...((status === 429 || status === 503) && {
            headers: { "Retry-After": { $ref: "#/components/headers/RetryAfter" } },
          }),
          content: {
            "application/problem+json": {
              schema: {
                allOf: [
                  { $ref: "#/components/schemas/Problem" },
                  {
                    properties: { type: { enum: same.map((name) => PROBLEMS_PAGE + name) }, status: { const: status } },
                  },
                ],
              },
            },
          },
        },
      ]),
  );
}

/** Every schema that has a name, by name. */
export const namedSchemas: JsonObject = Object.fromEntries(
  operations
    .flatMap(({ query, body, answers }: Operation) => [
      ...(query?.named ?? []),
      ...(body?.schema.named ?? []),
      ...Object.values(answers).flatMap(({ schema }) => [...(schema?.named ?? [])]),
    ])
    .toSorted(([a], [b]) => (a < b ? -1 : 1)),
);
