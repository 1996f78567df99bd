import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { luaFiles } from "../../../../testing/lua/lua-files.ts";
import { minified, obfuscators } from "../../../../testing/lua/obfuscate.ts";
import { checkLua } from "../../check-lua.ts";

const APPS = join(import.meta.dirname, "../../../../system-apps");
/** All code of each app as one program. */
const programs = [...Map.groupBy(luaFiles(APPS), ([path]) => path.split("/")[0] ?? "").values()].map((files) =>
  files.map(([, source]) => `do\n${source}\nend\n`).join(""),
);
const points = (source: string): string | null =>
  checkLua(source).remarks.find(({ rule }) => rule === "lua/obfuscated")?.message ?? null;

test("code of our own is no obfuscation, nor is it when it is minified", () => {
  expect(programs.length).toBeGreaterThan(2);
  for (const program of programs) {
    expect(points(program)).toBeNull();
    expect(points(minified(program))).toBeNull();
  }
});

describe("finds what obfuscators make of it:", () => {
  test.for(Object.entries(obfuscators))("%s", ([, obfuscate]) => {
    for (const program of programs.slice(0, 2)) expect(points(obfuscate(program))).not.toBeNull();
  });
});

test("says which features there are, how much of them, and where the strongest begins", () => {
  const source = `local _0x1 = 1\nlocal _0x2, _0x3 = 2, 3\nreturn {"\\x70\\x72\\x69\\x6e\\x74\\x28\\x29", "\\x70\\x72\\x69\\x6e\\x74\\x28\\x29", "\\x70\\x72\\x69\\x6e\\x74\\x28\\x29"}`;
  expect(checkLua(source).remarks).toEqual([
    {
      rule: "lua/obfuscated",
      message:
        "10.1 points, of which 10 are enough: 21 characters of plain text are written as numeric escapes (6.3), 3 names are like `_0x3fa2` (3.8).",
      start: source.indexOf('"'),
      end: source.indexOf('",') + 1,
    },
  ]);
});

describe("counts", () => {
  const many = (count: number, part: (nth: number) => string): string =>
    Array.from({ length: count }, (_, nth) => part(nth)).join("");
  const blob = Buffer.from(
    many(300, (at) => String.fromCharCode((at * 89) % 251)),
    "latin1",
  ).toString("base64");
  test.for<[string, string]>([
    ["numbers decide about", `while a do local s ${many(30, (nth) => `if s == ${nth + 4000} then f() end `)} end`],
    ["sums of constants", `f(${many(10, (nth) => `${nth} + 2 * 3 - 4, `)} 1)`],
    ["looked up in a list", `local t = {"a", "b", "c"} ${many(12, () => "f(t[2]) ")}`],
    ["given to functions", `local function d() end ${many(9, () => String.raw`f(d("\200\17\201\3")) `)}`],
    ["long strings without words", `f("${blob}")`],
    ["named by strings in brackets", many(30, () => 't["name"]() ')],
    ["stand in lists of numbers", `f({${many(200, (nth) => `${nth}, `)}})`],
    ["strings of a list are encoded", `f({${many(9, () => '"aGVsbG8=", ')}})`],
    ["hexadecimal", many(30, (nth) => `f(0x${nth}) `)],
    ["characters by arithmetic", "f(string.char(a ~ 7))"],
    ["characters stand on a line", many(300, () => "f() ")],
    ["one or two letters", many(30, (nth) => `local a${nth % 10} `)],
  ])("%s", ([feature, source]) => {
    const random = many(5, (nth) => `local QneBpQeuCzhAiCmJ${"aBcDe".charAt(nth)} `);
    expect(points(random + source)).toContain(feature);
  });

  test("a function around all", () => {
    const random = many(5, (nth) => `local QneBpQeuCzhAiCmJ${"aBcDe".charAt(nth)} `);
    expect(points(`return (function(...) ${random}${many(300, () => "f() ")} end)(...)`)).toContain("called at once");
  });
});

test("takes linear time", () => {
  const part = (text: string): string => text.repeat(Math.floor(20_000 / text.length));
  for (const source of [
    `x=${part('"a"..')}"a"`.slice(0, 900) + part(' x="a".."b".."c"'),
    part('f("\\200\\17\\201\\3") '),
    `local t={"a"} ${part("f(t[1]) ")}`,
    `x=${part("1+2-")}1`,
    `local s ${part("if s==4711 then end ")}`,
    `x={${part('"aB3=aB3=",')}}`,
  ]) {
    expect(() => checkLua(source)).not.toThrow();
  }
});

const CORPUS = process.env["MOSIS_LUA_CORPUS"];
test.runIf(CORPUS)("finds hardly any in the files below MOSIS_LUA_CORPUS", { tags: ["deep"] }, () => {
  const files = luaFiles(CORPUS ?? "");
  const found = files.filter(([, source]) => points(source) !== null).map(([path]) => path);
  expect(found.length, found.join("\n")).toBeLessThanOrEqual(files.length * 0.002);
});
