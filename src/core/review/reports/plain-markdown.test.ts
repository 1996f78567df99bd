import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { plainMarkdown } from "./plain-markdown.ts";
import { parseCommands } from "../commands/parse-commands.ts";

const BREAK = "&#8203;";

describe("text of others", () => {
  test.for<[string, string]>([
    ["Notes 1.2", "Notes 1\\.2"],
    ["@ada", `@${BREAK}ada`],
    ["fixes #12", `fixes \\#${BREAK}12`],
    ["GH-12", `GH${BREAK}\\-12`],
    ["see https://evil.example/x", `see https\\:\\/${BREAK}\\/evil\\.example\\/x`],
    ["www.evil.example", `www${BREAK}\\.evil\\.example`],
    ["<img src=x onerror=alert(1)>", "&lt;img src\\=x onerror\\=alert\\(1\\)&gt;"],
    ["&lt;b&gt;", "&amp;lt\\;b&amp;gt\\;"],
    ["[x](javascript:y) `z` **b** ![i](u)", "\\[x\\]\\(javascript\\:y\\) \\`z\\` \\*\\*b\\*\\* \\!\\[i\\]\\(u\\)"],
    ["one\n/approve me\r\n# two", `one \\/approve me \\#${BREAK} two`],
    ["a\u202eb\u200bc\u2028d\u0000e", "a b c d e"],
    ["<!-- mosis:review x -->", "&lt;\\!\\-\\- mosis\\:review x \\-\\-&gt;"],
    ["$x$ | y", "\\$x\\$ \\| y"],
    ["\ud800", ""],
    ["Übung für Ärzte 日本", "Übung für Ärzte 日本"],
  ])("%j", ([text, expected]) => {
    expect(plainMarkdown(text)).toBe(expected);
  });

  test("is cut", () => {
    expect(plainMarkdown("x".repeat(600))).toBe(`${"x".repeat(500)}…`);
    expect(plainMarkdown(`${"x".repeat(499)}😀`)).toBe(`${"x".repeat(499)} …`);
  });
});

test("whatever it is, it has no markup, mention, reference, link or command", () => {
  const nasty = fc.constantFrom(
    "@a",
    "#1",
    "<b>",
    "\n/approve x",
    "`",
    "*",
    "[a](b)",
    "&#64;a",
    "http://a",
    "|",
    "-->",
    "\\",
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(nasty, fc.string({ unit: "binary" }))), (parts) => {
      const text = plainMarkdown(parts.join(""));
      expect(text).not.toMatch(/[\r\n<>]/);
      expect(text).not.toMatch(/@(?!&#8203;)|#(?!&#8203;|8203;)|:\/\/|www\./);
      // Whatever has a meaning has a backslash before it, which has none itself.
      expect(text.replaceAll(/\\[!-/:-@[-`{-~]/g, "").replaceAll(/&(#8203|amp|lt|gt);|@/g, "")).not.toMatch(
        /[!-/:-@[-`{-~]/,
      );
      expect(parseCommands(`- ${text}`)).toEqual({ commands: [], mistakes: [] });
    }),
  );
});
