import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";

import { parseLua } from "./parse.ts";
import { luaFiles } from "../../../testing/lua/lua-files.ts";
import { luaPrograms, mutatedLuaPrograms, noisyLuaPrograms } from "../../../testing/lua/programs.ts";
import { realLua, type RealLua } from "../../../testing/lua/real-lua.ts";
import { runs } from "../../../testing/runs.ts";

let lua: RealLua;
beforeAll(async () => {
  lua = await realLua();
});

/** What of a source that only one of the two takes. */
function disagreement(source: string): string | null {
  const real = lua.refusal(source);
  const own = parseLua(source);
  if ((real === null) === own.ok) return null;
  return `Lua says ${real ?? "yes"}, we say ${own.ok ? "yes" : own.problem.message}`;
}

describe("takes what Lua takes, and nothing else, of", () => {
  test.for([
    ["programs by the grammar", luaPrograms, 800],
    ["those with other tokens", mutatedLuaPrograms, 700],
    ["those with other characters", noisyLuaPrograms, 500],
  ] as const)("%s", ([, programs, count]) => {
    let taken = 0;
    const property = fc.property(programs, (source) => {
      expect(disagreement(source)).toBeNull();
      if (parseLua(source).ok) taken += 1;
    });
    fc.assert(property, { numRuns: runs(count), seed: 54 });
    expect(taken).toBeGreaterThan(runs(count) / 50);
    expect(taken).toBeLessThan(runs(count) * 0.95);
  });
});

describe("reads the same value as Lua from", () => {
  const numerals = fc
    .array(fc.constantFrom(...Array.from("00112345678999abcdefxxXppPeE+-..."), "9223372036854775807", "0x", "e-3"), {
      minLength: 1,
      maxLength: 12,
    })
    .map((pieces) => pieces.join(""))
    .filter((text) => /^\.?[0-9]/.test(text));
  const exact = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => String(Math.abs(value))),
    fc.tuple(fc.bigInt(0n, 1n << 70n), fc.integer({ min: -1150, max: 1100 })).map(([digits, exponent]) => {
      const hex = digits.toString(16);
      return `0x${hex.slice(0, 5)}.${hex.slice(5)}p${exponent}`;
    }),
    fc.bigInt(0n, 1n << 70n).map((value) => `0x${value.toString(16)}`),
    fc.bigInt((1n << 63n) - 9n, (1n << 63n) + 9n).map(String),
  );
  const characters = fc.constantFrom(
    ...Array.from("abz019 \n\r\t'\"[]=\0é€\u{1f600}"),
    "\\n",
    "\\z",
    "\\x4",
    "\\x4f",
    "\\u{",
    "\\u{7fffffff}",
    "\\u{d800}",
    "}",
    "\\255",
    "\\256",
    "\\1",
    "\\\n",
    "\\\r\n",
    "\\'",
  );
  const strings = fc
    .tuple(
      fc.array(characters, { maxLength: 8 }).map((pieces) => pieces.join("")),
      fc.constantFrom(["'", "'"], ['"', '"'], ["[[", "]]"], ["[=[", "]=]"]),
    )
    .map(([text, [open, close]]) => `${open}${text}${close}`);

  test.for([
    ["numerals", fc.oneof(numerals, exact)],
    ["strings", strings],
  ] as const)("%s", ([, literals]) => {
    let valued = 0;
    const property = fc.property(literals, (literal) => {
      const source = `return ${literal}`;
      expect(disagreement(source)).toBeNull();
      const own = valueOf(source);
      if (own === null) return;
      valued += 1;
      expect(own).toBe(lua.run(`${DESCRIBE}(${literal}\n)`));
    });
    fc.assert(property, { numRuns: runs(400) });
    expect(valued).toBeGreaterThan(runs(100));
  });
});

const DESCRIBE = `return (function (value)
  local bytes = math.type(value) == "integer" and string.pack(">i8", value) or math.type(value) == "float" and string.pack(">d", value) or value
  return (bytes:gsub(".", function (byte) return string.format("%02x", byte:byte()) end))
end)`;

/** The value of a literal that is returned, as hexadecimal bytes; null when it is none. */
function valueOf(source: string): string | null {
  const parsed = parseLua(source);
  const statement = parsed.ok ? parsed.body[0] : undefined;
  const literal = statement?.kind === "return" ? statement.values[0] : undefined;
  switch (literal?.kind) {
    case "integer":
      return BigInt.asUintN(64, literal.value).toString(16).padStart(16, "0");
    case "float": {
      const bytes = Buffer.alloc(8);
      bytes.writeDoubleBE(literal.value);
      return bytes.toString("hex");
    }
    case "string":
      return Buffer.from(literal.value, "latin1").toString("hex");
    default:
      return null;
  }
}

const times = (count: number, text: (index: number) => string, between = ""): string =>
  Array.from({ length: count }, (_, index) => text(index)).join(between);

describe("takes no more than Lua of", () => {
  // Each in a size that both take, and in sizes around Lua's limit.
  test.for<[string, number, number, (count: number) => string]>([
    ["parentheses", 180, 202, (count) => `return ${"(".repeat(count)}1${")".repeat(count)}`],
    ["blocks", 180, 202, (count) => `${"do ".repeat(count)}${" end".repeat(count)}`],
    ["functions", 180, 202, (count) => `f = ${"function () return ".repeat(count / 2)}1${" end".repeat(count / 2)}`],
    ["tables", 180, 202, (count) => `f = ${"{".repeat(count)}${"}".repeat(count)}`],
    ["calls in calls", 180, 202, (count) => `${"f(".repeat(count)}${")".repeat(count)}`],
    ["unary operators", 180, 202, (count) => `return ${"- ".repeat(count)}1`],
    ["concatenations", 180, 202, (count) => `return ${"a ..".repeat(count)} a`],
    ["powers", 180, 202, (count) => `return ${"a ^".repeat(count)} a`],
    ["labels in a row", 180, 202, (count) => times(count, (index) => `::l${index}::`)],
    ["targets", 60, 202, (count) => `${times(count, () => "a", ",")} = 1`],
    ["locals", 200, 201, (count) => times(count, (index) => `local a${index}\n`)],
    ["locals of one statement", 200, 201, (count) => `local ${times(count, (index) => `a${index}`, ",")}`],
    ["parameters", 200, 201, (count) => `function f(${times(count, (index) => `a${index}`, ",")}) end`],
    ["variables of a loop", 196, 197, (count) => `for ${times(count, (index) => `a${index}`, ",")} in x do end`],
    ["loops", 49, 51, (count) => `${"for a = 1, 2 do ".repeat(count)}${" end".repeat(count)}`],
    ["arguments", 240, 254, (count) => `f(${times(count, () => "1", ",")})`],
    ["values returned", 240, 255, (count) => `return ${times(count, () => "x", ",")}`],
    ["list in list", 4, 6, (count) => `return ${`{${"x,".repeat(49)}`.repeat(count)}${"}".repeat(count)}`],
    ["upvalues", 250, 256, (count) => upvalues(count)],
  ])("%s", ([, both, beyond, program]) => {
    expectAtMost(both, beyond, program);
  });

  // Some of which take Lua itself seconds.
  test.for<[string, number, number, (count: number) => string]>([
    ["locals of blocks", 30_000, 32_768, (count) => "do local a end ".repeat(count)],
    ["breaks", 30_000, 32_768, (count) => `while a do ${"if a then break end ".repeat(count)} end`],
    ["labels", 30_000, 32_768, (count) => times(count, (index) => `::l${index}:: a() `)],
    ["a loop's body", 6_000, 131_072, (count) => `for a = 1, 2 do ${"c = d ".repeat(count / 2)} end`],
  ])("%s", { tags: ["deep"] }, ([, both, beyond, program]) => {
    expectAtMost(both, beyond, program);
  });
});

function expectAtMost(both: number, beyond: number, program: (count: number) => string): void {
  expect(disagreement(program(both))).toBeNull();
  expect(parseLua(program(both)).ok).toBe(true);
  for (let count = beyond - 6; count <= beyond; count += 1) {
    if (parseLua(program(count)).ok) expect(lua.refusal(program(count))).toBeNull();
  }
  expect(lua.refusal(program(beyond))).not.toBeNull();
}

/** A function that uses so many variables of those around it. */
function upvalues(count: number): string {
  const names = Array.from({ length: count }, (_, index) => `a${index}`);
  const half = count >> 1;
  const declare = (some: readonly string[]): string => some.map((name) => `local ${name}\n`).join("");
  return `${declare(names.slice(0, half))} function f() ${declare(names.slice(half))} function g() ${names.map((name) => `${name}()\n`).join("")} end end`;
}

const CORPUS = process.env["MOSIS_LUA_CORPUS"];
test.runIf(CORPUS)("takes what Lua takes of the files below MOSIS_LUA_CORPUS", { tags: ["deep"] }, () => {
  const files = luaFiles(CORPUS ?? "");
  expect(files.length).toBeGreaterThan(0);
  for (const [path, source] of files) {
    expect([path, disagreement(source.replace(/^#[^\n]*/, ""))]).toEqual([path, null]);
  }
});
