import { readFileSync } from "node:fs";
import { join } from "node:path";

import { Ajv2020, type AnySchema } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";

import { api, type ApiFunction } from "./api.ts";
import { membersOf, permissionsOfUse } from "./api-names.ts";
import { checkCode } from "../code/check-code.ts";
import { rules } from "../findings/catalogue.ts";

const schema = JSON.parse(readFileSync(join(import.meta.dirname, "api.schema.json"), "utf8")) as AnySchema;
const functions = api.modules.flatMap(({ name: module, functions: members }) =>
  members.map((each) => ({ ...each, module, full: `${module}.${each.name}` })),
);
const permissionIds = api.permissions.map(({ id }) => id);

test("the API keeps its schema", () => {
  const validate = new Ajv2020({ strict: true, strictTypes: false }).compile(schema);
  expect(validate(api) === true ? null : validate.errors).toBeNull();
});

test("every module of the platform is there, each function once", () => {
  const general = [
    "app",
    "ui",
    "storage",
    "db",
    "network",
    "telemetry",
    "permissions",
    "timer",
    "json",
    "crypto",
    "notify",
  ];
  const dangerous = ["clipboard", "location", "contacts", "camera", "microphone"];
  expect(api.modules.map(({ name }) => name)).toEqual([...general, ...dangerous, "apps"]);
  const names = functions.map(({ full }) => full);
  expect(names).toEqual([...new Set(names)]);
  expect(names.length).toBeGreaterThan(50);
});

test("functions need permissions that exist, and each permission is needed by one", () => {
  const needed = new Set(functions.flatMap(({ permission }) => permission ?? []));
  expect([...needed].toSorted()).toEqual(permissionIds);
});

test("names that apps may not use have a rule against them", () => {
  for (const { rule } of api.language.forbidden) expect(Object.keys(rules)).toContain(rule);
});

describe("the example of", () => {
  const examples: readonly (ApiFunction & { readonly full: string; readonly module: string | null })[] = [
    ...functions,
    ...api.language.functions.map((each) => ({ ...each, full: each.name, module: null })),
  ];

  test.for(examples)("$full is Lua without a finding that calls it", ({ name, full, module, permission, example }) => {
    const text = example.join("\n");
    const { findings, uses } = checkCode("assets/example.lua", text);
    expect(findings).toEqual([]);
    expect(text).toMatch(new RegExp(`\\b${full.replace(".", "\\.")}\\b`));
    for (const use of uses) expect(membersOf(use.module)).toContain(use.member);
    if (module === null) return;
    const needed = permission === undefined ? [] : [permission];
    expect(uses.filter((use) => use.module === module && use.member === name)).not.toEqual([]);
    expect(permissionsOfUse(module, name)).toEqual(needed);
  });
});
