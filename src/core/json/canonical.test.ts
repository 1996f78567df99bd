import { canonicalize as canonicalizeOlpc } from "@tufjs/canonical-json";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { canonicalize, canonicalViolations } from "./canonical.ts";
import type { JsonValue } from "./value.ts";
import { Bug } from "../findings/bug.ts";
import { canonicalValue } from "../../testing/json-arbitraries.ts";

const text = (value: JsonValue): string => new TextDecoder().decode(canonicalize(value));

describe("the canonical form", () => {
  test.for([
    ["of an empty object", {}, "{}"],
    ["has no spaces", { a: [1, { b: null }] }, '{"a":[1,{"b":null}]}'],
    ["sorts keys by their characters", { b: 1, a: 2, B: 3, "": 4 }, '{"":4,"B":3,"a":2,"b":1}'],
    ["sorts keys of digits as text", { 10: 1, 9: 2 }, '{"10":1,"9":2}'],
    ["keeps the order of arrays", [3, 1, 2], "[3,1,2]"],
    ["escapes quotes and backslashes only", ['"\\/'], '["\\"\\\\/"]'],
    ["leaves the line separator as it is", "\u2028\u2029", '"\u2028\u2029"'],
    ["leaves delete as it is", "\u007f\u0080", '"\u007f\u0080"'],
    ["does not normalise", "e\u0301\u00e9", '"e\u0301\u00e9"'],
    ["holds characters beyond the basic plane", "🙂", '"🙂"'],
    ["holds the largest integers", [2 ** 53 - 1, 1 - 2 ** 53], "[9007199254740991,-9007199254740991]"],
    ["holds a key that is no prototype", JSON.parse('{"__proto__":{"x":1}}'), '{"__proto__":{"x":1}}'],
  ] as const satisfies [string, JsonValue, string][])("%s", ([, value, expected]) => {
    expect(text(value)).toBe(expected);
    expect(canonicalViolations(value)).toEqual([]);
  });

  test("is UTF-8", () => {
    expect([...canonicalize("é")]).toEqual([0x22, 0xc3, 0xa9, 0x22]);
  });

  test("does not depend on the order of keys, and any parser reads it back", () => {
    fc.assert(
      fc.property(canonicalValue, (value) => {
        // See parse.test.ts for what V8 makes of escaped keys.
        if (!text(value).includes("\\")) expect(JSON.parse(text(value))).toEqual(value);
        expect(text(reversed(value))).toBe(text(value));
      }),
    );
  });

  test("is that of the OLPC form which TUF uses", () => {
    fc.assert(
      fc.property(canonicalValue, (value) => {
        expect(text(value)).toBe(canonicalizeOlpc(value));
      }),
    );
  });
});

describe("what has no canonical form", () => {
  test.for([
    ["a fraction", 0.5, "", "0.5 is not an integer that every parser reads alike"],
    ["negative zero", [-0], "/0", "-0 is not an integer that every parser reads alike"],
    ["2^53", { a: 2 ** 53 }, "/a", "9007199254740992 is not an integer that every parser reads alike"],
    ["1e21", 1e21, "", "1e+21 is not an integer that every parser reads alike"],
    ["not a number", Number.NaN, "", "NaN is not an integer that every parser reads alike"],
    ["infinity", Number.POSITIVE_INFINITY, "", "Infinity is not an integer that every parser reads alike"],
    ["a line feed", { "a/b": ["x\ny"] }, "/a~1b/0", String.raw`"x\ny" holds a control character`],
    ["the null character", "\u0000", "", String.raw`"\u0000" holds a control character`],
    ["half a surrogate pair", "\ud83d", "", "the string holds a lone surrogate"],
    ["a key beyond ASCII", { ä: 1 }, "", 'the key "ä" is not printable ASCII'],
    ["a key with a control character", { "a\t": 1 }, "", String.raw`the key "a\t" is not printable ASCII`],
    ["delete in a key", { "\u007f": 1 }, "", String.raw`the key "\u007f" is not printable ASCII`],
    ["what a cast smuggled in", { a: undefined as unknown as JsonValue }, "/a", "undefined is no value of JSON"],
  ] as const satisfies [string, JsonValue, string, string][])("%s", ([, value, pointer, message]) => {
    expect(canonicalViolations(value)).toMatchObject([{ pointer, message }]);
    expect(() => canonicalize(value)).toThrow(Bug);
  });

  test("is reported wherever it stands", () => {
    const pointers = canonicalViolations({ a: [0.5, { b: "\n" }], c: 1.5 }).map(({ pointer }) => pointer);
    expect(pointers).toEqual(["/a/0", "/a/1/b", "/c"]);
  });
});

/** The same value with keys in the opposite order. */
function reversed(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, member]) => [key, reversed(member)]),
  );
}
