import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";

import { explainViolation } from "./explain-violation.ts";
import { patternMeanings } from "./pattern-meanings.ts";
import { schemaFiles, schemas } from "./published.ts";
import { idPatterns } from "../ids/ids.ts";
import { semverPattern } from "../ids/semver.ts";
import { appendPointer, isJsonObject, type JsonObject, type JsonValue, valueAt } from "../json/value.ts";
import { limits } from "../limits.ts";
import { telemetrySchemas } from "../telemetry/telemetry-schemas.ts";

const { $defs } = schemas.common;
const sources: readonly [string, JsonObject][] = Object.entries(schemas as unknown as Record<string, JsonObject>);

/** Every object inside a schema, with its pointer. */
function* nodes(value: JsonValue, pointer = ""): Generator<readonly [string, JsonObject]> {
  if (isJsonObject(value)) yield [pointer, value];
  if (typeof value !== "object" || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    if (key !== "examples") yield* nodes(member, appendPointer(pointer, key));
  }
}

/** What a schema says of a value, by itself or by what it refers to. */
function descriptionOf(schema: JsonValue | undefined, file: string): string {
  if (!isJsonObject(schema)) return "";
  const { description, $ref: reference } = schema;
  if (typeof description === "string") return description;
  if (typeof reference !== "string") return "";
  const [target = "", pointer = ""] = reference.split("#");
  const name = target === "" ? file : target.replace(".schema.json", "");
  return descriptionOf(valueAt(Object.fromEntries(sources)[name] ?? {}, pointer), name);
}

const allNodes = sources.flatMap(([name, schema]) => [...nodes(schema)].map(([at, node]) => ({ name, at, node })));
const telemetryNodes = Object.values(telemetrySchemas).flatMap((schema) => [...nodes(schema)].map(([, node]) => node));
const patterns = new Set(
  [...allNodes.map(({ node }) => node), ...telemetryNodes]
    .map(({ pattern }) => pattern)
    .filter((each) => typeof each === "string"),
);

describe("the schemas", () => {
  test("take ids for what the code takes them for", () => {
    expect($defs.appId).toMatchObject({ pattern: idPatterns.appId, maxLength: limits.manifest.idChars });
    expect($defs.developerId).toMatchObject({ pattern: idPatterns.developerId, minLength: 2, maxLength: 39 });
    expect($defs.sha256.pattern).toBe(idPatterns.sha256);
    expect($defs.locale.pattern).toBe(idPatterns.locale);
    expect($defs.semver.pattern).toBe(semverPattern);
    expect($defs.versionCode).toMatchObject({ minimum: 1, maximum: limits.manifest.versionCode });
    expect($defs.packagePath.maxLength).toBe(limits.package.pathBytes);
    expect(schemas.package.properties.files.maxItems).toBe(limits.package.entries);
    expect(schemas.version.properties.package.properties.length.maximum).toBe(limits.package.packedBytes);
  });

  test("are published where their $id says", () => {
    for (const [path, bytes] of schemaFiles()) {
      const { $id } = JSON.parse(new TextDecoder().decode(bytes)) as { $id: string };
      expect($id).toBe(`https://store.mosis.dev/${path}`);
    }
  });

  test("describe every member of every document, so that editors and the reference can", () => {
    const silent = allNodes.flatMap(({ name, at, node }) =>
      Object.entries(at.endsWith("/properties") ? {} : ((node["properties"] ?? {}) as JsonObject))
        .filter(([, member]) => member !== true && !/^[A-Z1`].*\.$/.test(descriptionOf(member, name)))
        .map(([key]) => `${name}.schema.json#${at}/properties/${key}`),
    );
    // Conditions name members that are described where they are.
    expect(silent.filter((place) => !place.includes("/if/"))).toEqual([]);
  });

  test("say in words what each of their patterns asks for", () => {
    expect(Object.keys(patternMeanings).toSorted()).toEqual([...patterns].toSorted());
  });

  test("use no keyword whose violation could not be explained", () => {
    const silent = ["$schema", "$id", "$ref", "$defs", "title", "description", "examples", "items", "properties"];
    const branches = ["if", "then", "allOf", "patternProperties", "propertyNames"];
    const explained = ["required", "additionalProperties", "unevaluatedProperties", "type", "enum", "const", "pattern"];
    const sizes = [
      "uniqueItems",
      "minimum",
      "maximum",
      "minLength",
      "maxLength",
      "minItems",
      "maxItems",
      "maxProperties",
    ];
    const known = new Set([...silent, ...branches, ...explained, ...sizes]);
    const names = /\/(?:properties|patternProperties|\$defs)$/;
    const used = allNodes.filter(({ at }) => !names.test(at)).flatMap(({ node }) => Object.keys(node));
    expect([...new Set(used)].filter((keyword) => !known.has(keyword))).toEqual([]);
    for (const keyword of [...explained, ...sizes]) {
      const error = {
        instancePath: "/a",
        schemaPath: "",
        keyword,
        params: { allowedValues: [1], allowedValue: 1, limit: 1 },
      };
      const { message } = explainViolation(error, { a: [] }, () => "Remove it.");
      expect(message).not.toContain(keyword);
    }
  });

  test("compare the items of hostile lists by hash, not with each other", () => {
    for (const { name, at, node } of allNodes) {
      if (node["uniqueItems"] !== true) continue;
      expect([name, at, node["items"]]).toEqual([
        name,
        at,
        expect.objectContaining({ type: expect.stringMatching(/^(string|integer)$/) }),
      ]);
    }
  });

  test.for([...patterns])("match %s in linear time, whatever the text", (pattern) => {
    // A quadratic pattern takes minutes here.
    const pumps = ["a", "0", "-", ".", "a.", "a-", "a@", "a.a-", "/a", "/", "a/", "1.", "*.", "--", "https://a", " "];
    const heads = ["", "a", "a@", "a@a", "1.0.0-", "1.0.0-a.", "1.0.0+", "https://", "https://a/", "en-", "a.b.c"];
    for (const head of heads) {
      for (const pump of pumps) new RegExp(pattern).test(`${head}${pump.repeat(100_000)}\n`);
    }
  });
});

describe("the examples in the schemas", () => {
  const ajv = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false });
  for (const [, schema] of sources) ajv.addSchema(schema);

  test.for(allNodes.filter(({ node }) => Array.isArray(node["examples"])))(
    "$name$at are valid",
    ({ name, at, node }) => {
      const validate = ajv.compile({
        $ref: `${name}.schema.json#${at}`,
        $id: `https://store.mosis.dev/schema/v1/example-${name}${at.replaceAll("/", "-").replaceAll("$", "")}`,
      });
      for (const example of node["examples"] as JsonValue[])
        expect([validate(example), validate.errors]).toEqual([true, null]);
    },
  );
});
