import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { beforeAll, describe, expect, test } from "vitest";

import { apiPaths } from "./api-paths.ts";
import { examples } from "./examples.ts";
import { openApi } from "./open-api.ts";
import { siteFixture } from "../../../testing/site-fixture.ts";
// As https://spec.openapis.org/oas/3.1/schema/2026-08-03 has it, which is under the Apache License 2.0.
import metaSchema from "../../../testing/openapi/openapi-3.1.schema.json" with { type: "json" };
import type { AppId, VersionCode } from "../../ids/ids.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../json/value.ts";
import { heldFile } from "../held-file.ts";

const config = { title: "Example", url: "https://store.example/" };
const description = openApi(config);
const { schemas } = description["components"] as { readonly schemas: Readonly<Record<string, JsonObject>> };

const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
const validators = new Map<string, ValidateFunction>();
ajv.addSchema(refusingUnknown(description) as JsonObject, "api");

/** What is wrong with a value by one of the schemas; a member that the schema does not name is, too. */
function wrongWith(value: unknown, schema: string): readonly string[] {
  const validate = validators.get(schema) ?? ajv.compile({ $ref: `api#/components/schemas/${schema}` });
  validators.set(schema, validate);
  validate(value);
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

/** Readers have to expect members that they do not know; a store has none that are not described. */
function refusingUnknown(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(refusingUnknown);
  if (!isJsonObject(value)) return value;
  const inner = Object.fromEntries(Object.entries(value).map(([key, member]) => [key, refusingUnknown(member)]));
  return value["type"] === "object" && value["properties"] !== undefined
    ? { ...inner, additionalProperties: false }
    : inner;
}

function schemaOf(file: string): string | undefined {
  return apiPaths.find(({ path }) => patternOf(path).test(`/${file}`))?.schema;
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(".", "\\.").replaceAll(/\{\w+\}/g, "[^/]+")}$`);
}

describe("the description of the static API", () => {
  test("is OpenAPI 3.1, and its schemas are JSON Schema", () => {
    const validate = ajv.compile(metaSchema);
    expect([validate(description), validate.errors]).toEqual([true, null]);
    for (const [name, schema] of Object.entries(schemas))
      expect([name, ajv.validateSchema(schema)]).toEqual([name, true]);
  });

  test("has schemas for its paths, all of them in use", () => {
    const text = JSON.stringify(description);
    const referenced = new Set(Array.from(text.matchAll(/"#\/components\/schemas\/(\w+)"/g), ([, name = ""]) => name));
    expect([...referenced].toSorted()).toEqual(Object.keys(schemas).toSorted());
  });

  test.each(Object.keys(examples))("shows an example of %s that is one", (name) => {
    expect(wrongWith(examples[name], name)).toEqual([]);
  });

  test("names the store as its server", () => {
    expect(description["servers"]).toEqual([{ url: "https://store.example" }]);
  });
});

describe("a published store", () => {
  let files: readonly (readonly [path: string, value: unknown])[];

  beforeAll(async () => {
    const { index } = await siteFixture(config.url);
    files = [...index.files].flatMap(([path, file]) =>
      path.startsWith("v1/") && file.kind === "bytes"
        ? [[path, JSON.parse(new TextDecoder().decode(file.bytes))] as const]
        : [],
    );
  });

  test("has no file below /v1 that is not described, and every one that is", () => {
    expect(files.filter(([path]) => schemaOf(path) === undefined).map(([path]) => path)).toEqual([]);
    const missing = apiPaths.filter(({ path }) => !files.some(([file]) => patternOf(path).test(`/${file}`)));
    // Only what publishes for real knows what it holds.
    expect(missing.map(({ path }) => path)).toEqual(["/v1/held.json"]);
  });

  test("says in each file what is described, and nothing else", () => {
    const wrong = files
      .filter(([path]) => path !== "v1/openapi.json")
      .flatMap(([path, value]) => wrongWith(value, schemaOf(path) ?? "").map((problem) => `${path}: ${problem}`));
    expect(wrong).toEqual([]);
  });

  test("lists held versions as described", () => {
    const hold = {
      app_id: "com.example.notes" as AppId,
      version_code: 2 as VersionCode,
      reason: "bytes-missing",
      detail: "404",
      since: "2026-11-27T08:00:00Z",
      last: "2026-11-28T08:00:00Z",
      until: null,
    } as const;
    const file = heldFile({ apps: new Map() }, [hold, { ...hold, reason: "document-too-large", until: hold.last }]);
    expect(wrongWith(JSON.parse(new TextDecoder().decode(file)), "Held")).toEqual([]);
  });
});
