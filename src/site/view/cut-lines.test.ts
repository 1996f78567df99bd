import { expect, test } from "vitest";

import { cutLines } from "./cut-lines.ts";

test("a text that fits stays as it is", () => {
  const lines = ["one", "", "two"];
  expect(cutLines(lines, 6)).toEqual({ lines, isCut: false });
});

test("a text that does not ends at a word", () => {
  expect(cutLines(["one", "two three", "four"], 9)).toEqual({ lines: ["one", "two…"], isCut: true });
});

test("a word that is too long ends between characters", () => {
  expect(cutLines(["aa😀b"], 3).lines).toEqual(["aa…"]);
});
