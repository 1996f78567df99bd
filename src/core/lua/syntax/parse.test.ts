import { describe, expect, test } from "vitest";

import { parseLua } from "./parse.ts";
import type { LuaProblem } from "./problem.ts";
import { limits } from "../../limits.ts";

const problemOf = (source: string): LuaProblem | null => {
  const parsed = parseLua(source);
  return parsed.ok ? null : parsed.problem;
};

describe("says what is wrong in Lua's words, at its place:", () => {
  test.for<[string, string, string]>([
    ["if a then", "'end' expected near <eof>", ""],
    ["if a\nthen b()\n", "'end' expected (to close 'if' at line 1) near <eof>", ""],
    ["f(\r\n1 2)", "')' expected (to close '(' at line 1) near '2'", "2"],
    ["x = = 1", "unexpected symbol near '='", "="],
    ["f x\u202e", "syntax error near 'x'", "x"],
    ["x = \u202e", "unexpected symbol near '\\u202e'", "\u202e"],
    ["f() 'a\\\nb' )", "unexpected symbol near ')'", ")"],
    ["local 1", "<name> expected near '1'", "1"],
    ["a.b", "syntax error near <eof>", ""],
    ["(a) = 1", "syntax error near '='", "="],
    ["return 1 x", "'<eof>' expected near 'x'", "x"],
    ["x = 'a\n'", "unfinished string", "'a"],
    ["x = '\\300'", "decimal escape too large", "\\300"],
    ["x = '\\u{80000000}'", "UTF-8 value too large", "\\u{80000000}"],
    ["x = 3x", "malformed number near '3x'", "3x"],
    ["x = 0xep1.2", "malformed number near '0xep1.2'", "0xep1.2"],
    ["--[[ x", "unfinished long comment", "[["],
    ["x = [=", "invalid long string delimiter", "[="],
    ["x = 1 😀", "unexpected symbol near '😀'", "😀"],
    ["function f() return ... end", "cannot use '...' outside a vararg function near '...'", "..."],
    ["break", "break outside a loop", "break"],
    ["do goto l end do ::l:: end", "no visible label 'l' for goto", "goto l"],
    ["::l:: do ::l:: end", "label 'l' already defined", "::l::"],
    ["goto l local a ::l:: f()", "<goto l> jumps into the scope of local 'a'", "goto l"],
    ["local a <const> = 1; function f() a = 2 end", "attempt to assign to const variable 'a'", "a"],
    ["local a <close>, b <close> = f()", "multiple to-be-closed variables in local list", "b <close>"],
    ["local a <final> = 1", "unknown attribute 'final'", "final"],
    ["for a do end", "'=' or 'in' expected near 'do'", "do"],
  ])("%j: %s", ([source, message, place]) => {
    const problem = problemOf(source);
    expect(problem).toMatchObject({ kind: "syntax", message });
    expect(source.slice(problem?.start, problem?.end)).toBe(place);
  });
});

test("a line with # and a byte order mark are passed over in a file, not in a text", () => {
  const source = "\ufeff#!/usr/bin/lua '\nreturn 1";
  expect(parseLua(source, "file")).toMatchObject({ ok: true, body: [{ kind: "return", start: 18 }] });
  expect(problemOf(source)).toMatchObject({ start: 0, end: 1 });
  expect(problemOf("# x")).toMatchObject({ message: "unexpected symbol near '#'" });
});

test("every part of the tree has the place of its text", () => {
  const source = "local f <const> = a.b['c']:d{1, k = 2}(3) .. #x * -(y) return function(s, ...) end";
  const found: string[] = [];
  const collect = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    if ("kind" in value && "start" in value && "end" in value) {
      found.push(`${String(value.kind)} ${source.slice(Number(value.start), Number(value.end))}`);
    }
    Object.values(value).forEach(collect);
  };
  const parsed = parseLua(source);
  collect(parsed.ok ? parsed.body[0] : null);
  expect(new Set(found)).toEqual(
    new Set([
      "local local f <const> = a.b['c']:d{1, k = 2}(3) .. #x * -(y)",
      "binary a.b['c']:d{1, k = 2}(3) .. #x * -(y)",
      "call a.b['c']:d{1, k = 2}(3)",
      "method a.b['c']:d{1, k = 2}",
      "index a.b['c']",
      "index a.b",
      "global a",
      "string b",
      "string 'c'",
      "string d",
      "table {1, k = 2}",
      "integer 1",
      "string k",
      "integer 2",
      "integer 3",
      "binary #x * -(y)",
      "unary #x",
      "global x",
      "unary -(y)",
      "group (y)",
      "global y",
    ]),
  );
});

test("names are those of the innermost scope, and locals know what they are given", () => {
  const parsed = parseLua("local a = 1 do local a, b = a, f() b = 2 end repeat local c until c a(c)");
  const [outer, block, loop, call] = parsed.ok ? parsed.body : [];
  expect(outer).toMatchObject({
    variables: [{ name: "a", isReassigned: false, value: { kind: "integer", value: 1n } }],
  });
  expect(block).toMatchObject({
    body: [
      {
        variables: [{ isReassigned: false }, { name: "b", isReassigned: true, value: { kind: "call" } }],
        values: [{ kind: "local", variable: { start: 6 } }, {}],
      },
      { targets: [{ kind: "local", variable: { name: "b" } }] },
    ],
  });
  expect(loop).toMatchObject({ condition: { kind: "local", variable: { name: "c" } } });
  expect(call).toMatchObject({ call: { callee: { variable: { start: 6 } }, values: [{ kind: "global", name: "c" }] } });
});

describe("takes or refuses in linear time and little memory", () => {
  const MANY = 500_000;
  const filled = (part: string, before = "", length = MANY): string =>
    before + part.repeat(Math.floor(length / part.length));

  test.for<[string, string, LuaProblem["kind"] | null]>([
    ["locals", filled("local a "), "limit"],
    ["locals in blocks", filled("do local a end ", "", 500_000), "limit"],
    ["parentheses", filled("(", "x="), "limit"],
    ["concatenations", filled("'a'..", "x="), "limit"],
    ["sums", `${filled("1+", "x=")}1`, null],
    ["calls of calls", filled("()", "f"), null],
    ["fields of fields", filled(".a", "f"), "syntax"],
    ["tables", filled("{", "x="), "limit"],
    ["functions", filled("function f() "), "limit"],
    ["labels", filled("::a:: "), "limit"],
    ["jumps", filled("goto a "), "limit"],
    ["breaks", filled("break ", "while a do "), "limit"],
    ["branches", filled("elseif a then ", "if a then "), "syntax"],
    ["numbers", filled("1,", "x={", 1_100_000), "limit"],
    ["digits", filled("1", "x="), "limit"],
    ["an open string", filled("\\z ", "x='"), "syntax"],
    ["a long string", `${filled("a", "x=[[", 1_100_000)}]]`, "limit"],
    ["brackets", filled("[=", "x="), "syntax"],
    ["comments", filled("--[[]]"), null],
    ["line comments", filled("--\n"), null],
    ["too much", " ".repeat(limits.code.bytes + 1), "limit"],
  ])("%s", ([, source, kind]) => {
    expect(problemOf(source)?.kind ?? null).toBe(kind);
  });
});
