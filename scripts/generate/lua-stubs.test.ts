import { expect, test } from "vitest";

import { luaStubs } from "./lua-stubs.ts";
import { parseLua } from "../../src/core/lua/syntax/parse.ts";
import { api } from "../../src/core/sdk/api.ts";
import { readDefinitions } from "../../src/testing/sdk/lua-annotations.ts";

const stubs = luaStubs();
const { classes, types, functions } = readDefinitions(stubs);

test("is Lua in which nothing runs", () => {
  const parsed = parseLua(stubs);
  expect(parsed).toMatchObject({ ok: true });
  expect(stubs).toMatch(/^---@meta\n/);
});

test("declares every function with the parameters that it annotates", () => {
  const declared = functions.map(({ path }) => path);
  expect(declared).toContain("require");
  for (const { name, functions: members } of api.modules) {
    for (const member of members) expect(declared).toContain(`${name}.${member.name}`);
  }
  for (const { annotated, has } of functions) expect(annotated).toEqual(has);
});

test("uses only types that it declares or that Lua has", () => {
  const parents = [...classes.values()].filter((parent) => parent !== null);
  expect([...classes.keys()]).toEqual(expect.arrayContaining([...types, ...parents]));
  expect(types).toContain("network.Response");
});

test.for([
  "---@param a strin|",
  "---@param a",
  "---@return string",
  "---@return fun(a) # no type of a parameter",
  "---@return table<string> # no type of a value",
  "---@field a (string # not closed",
  "---@fields a string # no such annotation",
])("the reader of these tests does not take %s", (line) => {
  expect(() => readDefinitions(line)).toThrow(SyntaxError);
});
