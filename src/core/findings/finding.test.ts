import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { rules, type RuleId } from "./catalogue.ts";
import { echo, type Finding, finding, hasErrors, ruleAnchor, sortFindings } from "./finding.ts";

describe("echo", () => {
  test.for([
    ["quotes what it shows", "a b", '"a b"'],
    ["escapes quotes and backslashes", 'a"\\', '"a\\"\\\\"'],
    ["escapes the escape character of terminals", "\u001b[31m", '"\\u001b[31m"'],
    ["escapes delete and C1 controls", "\u007f\u009b", '"\\u007f\\u009b"'],
    ["escapes line and paragraph separators", "\u2028\u2029", '"\\u2028\\u2029"'],
    ["escapes marks of direction", "\u202e\u2066\u200f\u061c", '"\\u202e\\u2066\\u200f\\u061c"'],
    ["escapes what has no width", "\u200b\u2060\ufeff\u00ad", '"\\u200b\\u2060\\ufeff\\u00ad"'],
    ["escapes invisible tags beyond the basic plane", "\u{e0041}", '"\\udb40\\udc41"'],
    ["escapes half a character", "\ud83d", '"\\ud83d"'],
    ["shows text of any script", "naïve 日本 🙂", '"naïve 日本 🙂"'],
    ["cuts at 200 units", "x".repeat(201), `"${"x".repeat(200)}…"`],
  ] as const)("%s", ([, input, shown]) => {
    expect(echo(input)).toBe(shown);
  });

  test("gives JSON of what it was given, whatever that is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
        expect(JSON.parse(echo(text))).toBe(text);
      }),
    );
  });
});

describe("the catalogue", () => {
  test("gives every rule a place of its own on the reference page", () => {
    const anchors = Object.keys(rules).map((rule) => ruleAnchor(rule as RuleId));
    expect(new Set(anchors).size).toBe(anchors.length);
  });

  test.for(Object.entries(rules))("words %s as findings need it", ([id, rule]) => {
    expect(id).toMatch(/^[a-z]+\/[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
    // A sentence without the final stop, then one with it.
    expect(rule.title).toMatch(/^[A-Z`].*[^.]$/);
    expect(rule.fix).toMatch(/^[A-Z].*\.$/);
    expect(rule.since).toMatch(/^\d+\.\d+\.\d+$/);
  });

  test("lends a finding its severity, advice and address", () => {
    expect(finding("json/syntax", { file: "a.json", message: "Found x." })).toEqual({
      rule: "json/syntax",
      severity: "error",
      file: "a.json",
      message: "Found x.",
      fix: rules["json/syntax"].fix,
      docs: "https://store.mosis.dev/docs/reference/rules/#jsonsyntax",
    });
    expect(finding("json/syntax", { message: "Found x.", fix: "Do this." }).fix).toBe("Do this.");
  });
});

describe("a report", () => {
  const at = (file: string, line: number, column: number, message: string): Finding =>
    finding("json/syntax", { file, range: { line, column }, message });
  const sorted = [
    finding("json/syntax", { message: "no file" }),
    at("a", 2, 9, "x"),
    at("a", 10, 1, "x"),
    at("a", 10, 2, "x"),
    at("a", 10, 2, "y"),
    at("b", 1, 1, "x"),
  ];

  test("is in the same order whatever the order of its making", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(sorted, { minLength: sorted.length }), (shuffled) => {
        expect(sortFindings(shuffled)).toEqual(sorted);
      }),
    );
  });

  test("has errors only where a finding is one", () => {
    expect(hasErrors([finding("risk/first-app", { message: "New." })])).toBe(false);
    expect(hasErrors(sorted)).toBe(true);
  });
});
