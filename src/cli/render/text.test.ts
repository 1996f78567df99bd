import { expect, test } from "vitest";

import { formatBytes, wrap } from "./text.ts";

test.each([
  [0, "0 B"],
  [1023, "1023 B"],
  [1024, "1.0 KiB"],
  [1536, "1.5 KiB"],
  [50 * 1024 * 1024, "50.0 MiB"],
])("%d bytes are %s", (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test("breaks lines at spaces and never within a word", () => {
  expect(wrap("one two three", 7)).toBe("one two\nthree");
  expect(wrap("a extraordinarily b", 6)).toBe("a\nextraordinarily\nb");
  expect(wrap("", 10)).toBe("");
});
