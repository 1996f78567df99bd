import { expect, test } from "vitest";

import { formatBytes, formatCount, formatDay } from "./format.ts";

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1000, "1 kB"],
  [1449, "1.4 kB"],
  [48_213, "48 kB"],
  [999_499, "999 kB"],
  [999_500, "1 MB"],
  [52_428_800, "52 MB"],
])("%i bytes are %s", (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test("days are written out, and a missing time is no day", () => {
  expect(formatDay("2026-11-03T23:59:59Z")).toBe("3 November 2026");
  expect(formatDay("")).toBe("");
});

test("one of a thing is singular", () => {
  expect([formatCount(1, "app"), formatCount(0, "app"), formatCount(2, "app")]).toEqual(["1 app", "0 apps", "2 apps"]);
});
