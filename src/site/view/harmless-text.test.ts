import { expect, test } from "vitest";

import { harmlessText, visibleName } from "./harmless-text.ts";

test("marks that turn text around are dropped, wherever they are in a document", () => {
  const document = { name: "\u202ekcatta\u202c", lines: ["a\u2066b\u2069", "\ufeffc\u200bd"] };
  expect(JSON.parse(harmlessText(JSON.stringify(document)))).toEqual({ name: "kcatta", lines: ["ab", "cd"] });
});

test("what scripts and emoji need stays", () => {
  const texts = ["می‌خواهم", "क्ष", "บันทึกที่นี่", "שָׁלוֹם", "👩‍💻👍🏽🏴󠁧󠁢󠁥󠁮󠁧󠁿", "e\u0301\u0302", "a\u200fb"];
  expect(harmlessText(JSON.stringify(texts))).toBe(JSON.stringify(texts));
});

test("a tower of marks becomes a low one", () => {
  expect(harmlessText(`Z${"\u0301".repeat(500)}!`)).toBe(`Z${"\u0301".repeat(4)}!`);
});

test.each(["", " ", "\u3164", "\u2800\u2800", "\u200e\u200f", "\u0301"])("%j is no name, its id is shown", (name) => {
  expect(visibleName(name, "org.example.app")).toBe("org.example.app");
});

test.each(["a", "メモ", "🎲", "+", "1"])("%j is a name", (name) => {
  expect(visibleName(name, "org.example.app")).toBe(name);
});
