import fc from "fast-check";
import { expect, test } from "vitest";

import { editDistance } from "./edit-distance.ts";
import { nearest } from "./nearest.ts";

test.for([
  ["name", "name", 0],
  ["nam", "name", 1],
  ["names", "name", 1],
  ["nane", "name", 1],
  ["naem", "name", 1],
  ["emial", "email", 1],
  ["", "ab", 2],
  ["ca", "abc", 3],
] as const)("from %j to %j it is %d", ([a, b, distance]) => {
  expect(editDistance(a, b, 5)).toBe(distance);
});

test("stops at one above the limit, and agrees with the plain recurrence below it", () => {
  const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 8 });
  fc.assert(
    fc.property(word, word, fc.integer({ min: 0, max: 4 }), (a, b, limit) => {
      expect(editDistance(a, b, limit)).toBe(Math.min(plainDistance(a, b), limit + 1));
    }),
  );
});

test.for([
  ["emial", "email"],
  ["NAME", "name"],
  ["nam", "name"],
  ["nm", null],
  ["versoin_cod", "version_code"],
  ["versions", "version"],
  ["main", null],
] as const)("%s likely means %s", ([word, meant]) => {
  expect(nearest(word, ["id", "name", "version_code", "version", "email"])).toBe(meant);
});

/** The definition, without a bound. */
function plainDistance(a: string, b: string): number {
  if (a === "" || b === "") return a.length + b.length;
  const [shortA, shortB] = [a.slice(0, -1), b.slice(0, -1)];
  const options = [
    plainDistance(shortA, b) + 1,
    plainDistance(a, shortB) + 1,
    plainDistance(shortA, shortB) + (a.at(-1) === b.at(-1) ? 0 : 1),
  ];
  if (a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1)) {
    options.push(plainDistance(a.slice(0, -2), b.slice(0, -2)) + 1);
  }
  return Math.min(...options);
}
