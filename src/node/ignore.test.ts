import { expect, test } from "vitest";

import { isIgnored, parseIgnoreFile } from "./ignore.ts";

test.each([
  ["store", "store", "a name anywhere"],
  ["store", "assets/store", "a name anywhere"],
  ["*.psd", "art/icon.psd", "a pattern anywhere"],
  ["/notes.md", "notes.md", "the root"],
  ["art/*.svg", "art/icon.svg", "a path from the root"],
  ["art/**", "art/deep/icon.svg", "everything below"],
  ["**/raw/*.wav", "sound/raw/a.wav", "any folder"],
  ["icon-??.png", "icon-32.png", "single characters"],
  ["v[0-9].txt", "v1.txt", "character classes"],
  ["  spaced.txt  ", "spaced.txt", "a pattern with spaces around it"],
])("%j excludes %s: %s", (pattern, path) => {
  expect(isIgnored(parseIgnoreFile(pattern), path, false)).toBe(true);
});

test.each([
  ["", "a"],
  ["# a", "a"],
  ["/notes.md", "docs/notes.md"],
  ["art/*.svg", "more/art/icon.svg"],
  ["art/*.svg", "art/deep/icon.svg"],
  ["*.psd", "psd"],
  ["Store", "store"],
])("%j does not exclude %s", (pattern, path) => {
  expect(isIgnored(parseIgnoreFile(pattern), path, false)).toBe(false);
});

test("a pattern that ends with a slash is about folders only", () => {
  const rules = parseIgnoreFile("store/");
  expect(isIgnored(rules, "store", true)).toBe(true);
  expect(isIgnored(rules, "store", false)).toBe(false);
});

test("the last pattern that matches decides", () => {
  const rules = parseIgnoreFile("*.md\r\n!README.md\r\n/docs/README.md\r\n");
  expect(isIgnored(rules, "notes.md", false)).toBe(true);
  expect(isIgnored(rules, "README.md", false)).toBe(false);
  expect(isIgnored(rules, "docs/README.md", false)).toBe(true);
});
