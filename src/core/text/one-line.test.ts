import fc from "fast-check";
import { expect, test } from "vitest";

import { oneLine } from "./one-line.ts";
import { canonicalize } from "../json/canonical.ts";

test("is the text itself where it is short and has nothing special", () => {
  expect(oneLine("Does what it says.", 100)).toBe("Does what it says.");
  expect(oneLine(" Two\r\n\tlines\u0007\u202e, and a half\ud83d ", 100)).toBe("Two lines , and a half");
  expect(oneLine("🙂🙂🙂🙂", 3)).toBe("🙂🙂…");
});

test("any text becomes one that canonical JSON carries, and no longer than it may be", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 1, max: 20 }), (text, most) => {
      const line = oneLine(text, most);
      expect(Array.from(line).length).toBeLessThanOrEqual(most);
      expect(() => canonicalize(line)).not.toThrow();
    }),
  );
});
