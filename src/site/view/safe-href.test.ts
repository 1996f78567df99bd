import { expect, test } from "vitest";

import { safeHref } from "./safe-href.ts";

test.each([
  "javascript:alert(1)",
  "http://example.com/",
  "//example.com/",
  " https://example.com/",
  "https://user@example.com/",
  "https://:secret@example.com/",
  "https://",
  "",
])("%j is no address to send people to", (address) => {
  expect(safeHref(address)).toBeNull();
});

test("quotes cannot leave the attribute they will stand in", () => {
  expect(safeHref('https://example.com/"x')).toBe("https://example.com/%22x");
});
