import { Ajv2020 } from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";

import { namedSchemas } from "./description.ts";
import type { Operation } from "./operation.ts";
import { operations } from "./operations.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../src/core/json/value.ts";

/** Ajv's runtime helpers that standalone code asks for by `require`, which does not exist in a module. */
const HELPERS = {
  'require("ajv/dist/runtime/ucs2length").default': "codePointLength",
  'require("ajv/dist/runtime/equal").default': "deepEqual",
} as const;

/** Where `#/components/schemas/` is while schemas are compiled. */
const COMPONENTS = "portal";

/** The validators of all queries and bodies as one module, so that nothing is compiled while the portal runs. */
export function compiledValidators(): string {
  const ajv = new Ajv2020({
    code: { source: true, esm: true, lines: false },
    allErrors: true,
    strict: true,
    strictRequired: false,
    strictTypes: false,
  });
  ajv.addSchema(forAjv({ $id: COMPONENTS, $defs: namedSchemas }));
  const parts = operations.flatMap(partsOf);
  for (const [name, schema] of parts) ajv.addSchema(forAjv({ ...schema, $id: name }));
  const names = parts.map(([name]) => name);
  let text = standalone.default(ajv, Object.fromEntries(names.map((name) => [name, name])));
  for (const [request, helper] of Object.entries(HELPERS)) text = text.replaceAll(request, helper);
  if (text.includes("require(")) throw new Error("standalone code asks for a helper that is not known");
  // Ajv copies all errors so far for each nested violation, which is quadratic.
  text = text.replaceAll(/vErrors\.concat\((\w+\.errors)\)/g, "appendErrors(vErrors, $1)");
  for (const name of names) text = text.replace(`export const ${name} = `, `const ${name} = `);
  return [
    "// Generated from functions/portal/openapi by `npm run generate`; a test compares. Do not edit.",
    "// @ts-nocheck",
    'import { appendErrors, codePointLength, deepEqual, type Validator } from "../../../src/core/schemas/validator-runtime.ts";',
    text.replace(/^"use strict";/, "").trim(),
    "export const validators: Readonly<Record<string, Validator>> = {",
    ...names.map((name) => `  ${name},`),
    "};",
    "",
  ].join("\n");
}

function partsOf({ id, query, body }: Operation): readonly (readonly [string, JsonObject])[] {
  return [
    ...(query === undefined ? [] : [[`${id}Query`, query.json] as const]),
    ...(body === undefined ? [] : [[`${id}Body`, body.schema.json] as const]),
  ];
}

/** Without what only people read, which Ajv would copy, and with references that it finds. */
function forAjv(schema: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(schema).flatMap(([keyword, value]): readonly (readonly [string, JsonValue])[] => {
      if (keyword === "description" || keyword === "default") return [];
      if (keyword === "$ref" && typeof value === "string")
        return [[keyword, value.replace("#/components/schemas/", `${COMPONENTS}#/$defs/`)]];
      // Their members are named by documents: one may be called `description`.
      const isNamed = (keyword === "properties" || keyword === "$defs") && isJsonObject(value);
      return [[keyword, isNamed ? mapValues(value, each) : each(value)]];
    }),
  );
}

function each(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(each);
  return isJsonObject(value) ? forAjv(value) : value;
}

function mapValues(value: JsonObject, map: (value: JsonValue) => JsonValue): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, map(member)]));
}
