import { expect, test } from "vitest";

import { lineProblem, markdownProblem } from "./store-text.ts";

test.for(["Notes", "Ein Wörterbuch", "می‌خواهم", "👩‍👩‍👧 Family", "日本語", "a < b"])("%s is a line of text", (text) => {
  expect(lineProblem(text)).toBeNull();
});

test.for<[string, string]>([
  ["Notes\u202efdp", "text/unseen The text holds U+202E, which does not show."],
  ["No\u200btes", "text/unseen The text holds U+200B, which does not show."],
  ["\ufeffNotes", "text/unseen The text holds U+FEFF, which does not show."],
  ["a\u2028b", "text/unseen The text holds U+2028, which does not show."],
  ["\u{e0041}", "text/unseen The text holds U+E0041, which does not show."],
  ["   ", "text/blank The text is blank."],
  ["Notes ", "text/blank The text begins or ends with a space."],
])("%j is none", ([text, expected]) => {
  const found = lineProblem(text);
  expect(`${found?.rule} ${found?.message}`).toBe(expected);
});

test.for(["", "  - an item", "[site](https://example.com) and <3", "1 < 2 > 0", "`<b>`".replaceAll("<b>", "a")])(
  "%j is a line of Markdown",
  (line) => {
    expect(markdownProblem(line)).toBeNull();
  },
);

test.for<[string, string]>([
  ["[x](javascript:alert(1))", 'text/link A link has the scheme "javascript:".'],
  ["[x]( DATA:text/html,x)", 'text/link A link has the scheme "DATA:".'],
  ["<script>", "text/html The line holds HTML, which is shown as it is written."],
  ["<img src=x onerror=y>", "text/html The line holds HTML, which is shown as it is written."],
  ["a <!-- b", "text/html The line holds HTML, which is shown as it is written."],
  ["a\u202eb", "text/unseen The text holds U+202E, which does not show."],
])("%j is none", ([line, expected]) => {
  const found = markdownProblem(line);
  expect(`${found?.rule} ${found?.message}`).toBe(expected);
});
