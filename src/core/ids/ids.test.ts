import { describe, expect, test } from "vitest";

import { isLocale, parseAppId, parseDeveloperId, parseKeyId, parseSha256, parseVersionCode } from "./ids.ts";

const hex = "0123456789abcdef".repeat(4);

describe.each([
  {
    name: "an app",
    parse: parseAppId,
    good: [
      "com.example.notes",
      "a.b.c",
      "a.b.c.d.e.f.g.h",
      "com.ex-.a--b",
      "com.example.con1",
      `a.b.${"c".repeat(124)}`,
    ],
    bad: [
      "com.example",
      "a.b.c.d.e.f.g.h.i",
      "com.Example.notes",
      "com.1example.notes",
      "com..notes",
      ".com.example.notes",
      "com.example.notes.",
      "com.example.notes\n",
      "com.exämple.notes",
      "com/example/notes",
      "com.example.con",
      "lpt9.example.notes",
      `a.b.${"c".repeat(125)}`,
      "",
      null,
      1,
    ],
  },
  {
    name: "a developer",
    parse: parseDeveloperId,
    good: ["ada", "a1", "a-b-c", "x".repeat(39)],
    bad: ["a", "x".repeat(40), "Ada", "1a", "a--b", "-a", "a-", "a_b", "a.b", "nul", "com1", "ada\n", "", undefined],
  },
  {
    name: "a version",
    parse: parseVersionCode,
    good: [1, 2_147_483_647],
    bad: [0, -1, 2_147_483_648, 1.5, Number.NaN, "1", null],
  },
  {
    name: "a digest",
    parse: parseSha256,
    good: [hex],
    bad: [hex.toUpperCase(), hex.slice(1), `${hex}0`, `${hex}\n`, null],
  },
  { name: "a key", parse: parseKeyId, good: [hex], bad: [`0x${hex.slice(2)}`, 7] },
] as { name: string; parse: (value: unknown) => unknown; good: unknown[]; bad: unknown[] }[])(
  "the id of $name",
  ({ parse, good, bad }) => {
    test.for(good)("may be %s", (value) => {
      expect(parse(value)).toBe(value);
    });

    test.for(bad)("may not be %j", (value) => {
      expect(parse(value)).toBeNull();
    });
  },
);

test.for([
  ["en", true],
  ["pt-BR", true],
  ["zh-Hant", true],
  ["sr-Latn-RS", true],
  ["es-419", true],
  ["EN", false],
  ["pt_BR", false],
  ["pt-br", false],
  ["e", false],
  ["en-US-x-a", false],
  ["", false],
  [null, false],
] as const)("whether %j is a language tag is %j", ([text, is]) => {
  expect(isLocale(text)).toBe(is);
});
