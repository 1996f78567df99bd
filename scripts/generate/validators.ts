import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

import { Ajv2020 } from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";

import { isJsonObject, type JsonObject, type JsonValue } from "../../src/core/json/value.ts";
import { telemetrySchemas } from "../../src/core/telemetry/telemetry-schemas.ts";

const SCHEMAS = join(import.meta.dirname, "../../src/core/schemas");

/** Which schemas share a generated module: what a device needs apart from what only a registry needs. */
const MODULES = {
  "app-validators": ["manifest", "locale", "package"],
  "registry-validators": [
    "app",
    "categories",
    "collections",
    "decision",
    "developer",
    "event",
    "exception",
    "listing",
    "moderation",
    "registry",
    "reserved",
    "rotation",
    "tombstone",
    "version",
  ],
} as const;

/** Ajv's runtime helpers that standalone code asks for by `require`, which does not exist in a module. */
const HELPERS = {
  'require("ajv/dist/runtime/ucs2length").default': "codePointLength",
  'require("ajv/dist/runtime/equal").default': "deepEqual",
} as const;

/** The generated validator modules, by path from the repository's root. Pure but for reading the schemas. */
export function generateValidators(): ReadonlyMap<string, string> {
  const schemas = readdirSync(SCHEMAS)
    .filter((name) => name.endsWith(".schema.json"))
    .map((name) => ({
      name: basename(name, ".schema.json"),
      schema: JSON.parse(readFileSync(join(SCHEMAS, name), "utf8")) as JsonObject & { $id: string },
    }));
  const modules = Object.entries(MODULES).map(([module, names]): [string, string] => {
    const ajv = newAjv();
    for (const { schema } of schemas) ajv.addSchema(withoutAnnotations(schema));
    const exports = Object.fromEntries(names.map((name) => [identifier(name), idOf(name, schemas)]));
    const source = { from: "*.schema.json", runtime: "./validator-runtime.ts" };
    return [`src/core/schemas/${module}.generated.ts`, moduleText(standalone.default(ajv, exports), names, source)];
  });
  return new Map([...modules, telemetryValidators()]);
}

function telemetryValidators(): readonly [path: string, text: string] {
  const ajv = newAjv();
  const names = Object.keys(telemetrySchemas);
  for (const [name, schema] of Object.entries(telemetrySchemas)) ajv.addSchema(withoutAnnotations(schema), name);
  const exports = Object.fromEntries(names.map((name) => [identifier(name), name]));
  const source = { from: "telemetry-schemas.ts", runtime: "../schemas/validator-runtime.ts" };
  const text = moduleText(standalone.default(ajv, exports), names, source);
  return ["src/core/telemetry/telemetry-validators.generated.ts", text];
}

function newAjv(): Ajv2020 {
  return new Ajv2020({
    code: { source: true, esm: true, lines: false },
    allErrors: true,
    strict: true,
    strictRequired: false,
    strictTypes: false,
    allowUnionTypes: true,
    verbose: false,
  });
}

/** What only people read; Ajv would copy it into its code. */
const ANNOTATIONS: ReadonlySet<string> = new Set(["title", "description", "examples"]);
/** Keywords whose members are named by documents, so that one may be called `description`. */
const NAMED: ReadonlySet<string> = new Set(["properties", "patternProperties", "$defs"]);

function withoutAnnotations(schema: JsonObject): JsonObject {
  const kept = Object.entries(schema).filter(([keyword]) => !ANNOTATIONS.has(keyword));
  return Object.fromEntries(
    kept.map(([keyword, value]) => [keyword, NAMED.has(keyword) ? stripNamed(value) : strip(value)]),
  );
}

function stripNamed(named: JsonValue): JsonValue {
  if (!isJsonObject(named)) return named;
  return Object.fromEntries(Object.entries(named).map(([name, schema]) => [name, strip(schema)]));
}

function strip(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(strip);
  return isJsonObject(value) ? withoutAnnotations(value) : value;
}

function idOf(name: string, schemas: readonly { name: string; schema: { $id: string } }[]): string {
  const found = schemas.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no schema ${name}.schema.json`);
  return found.schema.$id;
}

function identifier(name: string): string {
  return `${name}Validator`;
}

function moduleText(
  code: string,
  names: readonly string[],
  source: { readonly from: string; readonly runtime: string },
): string {
  let text = code.replace(/^"use strict";/, "");
  for (const [request, helper] of Object.entries(HELPERS)) text = text.replaceAll(request, helper);
  if (text.includes("require("))
    throw new Error(`standalone code asks for an unknown helper: ${/require\([^)]*\)/.exec(text)?.[0]}`);
  // Ajv copies all errors so far for each nested violation: a minute for a hostile document of 200 KB.
  text = text.replaceAll(/vErrors\.concat\((\w+\.errors)\)/g, "appendErrors(vErrors, $1)");
  if (text.includes(".concat(")) throw new Error("standalone code joins errors in another way than expected");
  for (const name of names) text = text.replace(`export const ${identifier(name)} = `, `const ${identifier(name)} = `);
  return [
    `// Generated from ${source.from} by \`npm run generate\`; a test compares. Do not edit.`,
    "// @ts-nocheck",
    `import { appendErrors, codePointLength, deepEqual, type Validator } from "${source.runtime}";`,
    text.trim(),
    `export const validators: Record<${names.map((name) => `"${name}"`).join(" | ")}, Validator> = {`,
    ...names.map((name) => `  ${name}: ${identifier(name)},`),
    "};",
    "",
  ].join("\n");
}
