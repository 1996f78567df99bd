import fc from "fast-check";
import { expect, test } from "vitest";

import { appendPointer, isJsonObject, pointerKeys, valueAt } from "./value.ts";
import { canonicalKey } from "../../testing/json-arbitraries.ts";

// RFC 6901 section 5.
const root = { foo: ["bar", "baz"], "": 0, "a/b": 1, "m~n": 8, "~1": 9 };

test.for([
  ["", root],
  ["/foo", ["bar", "baz"]],
  ["/foo/0", "bar"],
  ["/", 0],
  ["/a~1b", 1],
  ["/m~0n", 8],
  ["/~01", 9],
  ["/foo/2", undefined],
  ["/foo/", undefined],
  ["/foo/00", undefined],
  ["/foo/-", undefined],
  ["/foo/length", undefined],
  ["/toString", undefined],
  ["/foo/0/x", undefined],
] as const)("the value at %j is %j", ([pointer, value]) => {
  expect(valueAt(root, pointer)).toEqual(value);
});

test("a pointer names its keys, whatever is in them", () => {
  fc.assert(
    fc.property(fc.array(canonicalKey), (keys) => {
      expect(pointerKeys(keys.reduce<string>(appendPointer, ""))).toEqual(keys);
    }),
  );
});

test("arrays and null are no objects", () => {
  expect([{}, [], null, undefined, "x"].map((value) => isJsonObject(value))).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
});
