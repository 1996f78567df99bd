import { beforeAll, describe, expect, test } from "vitest";

import { realLua, type RealLua } from "../../../testing/lua/real-lua.ts";
import { remarksOf } from "../../../testing/lua/remarks.ts";
import { readPattern } from "../pattern.ts";

describe("fails slowly:", () => {
  test.for([
    ".-.-.-x",
    ".*.*.*%d",
    "(.-)x(.-)x(.-)y",
    "^.-,.-,.-,.-$x",
    "%s*%s*%s*=",
    "[%w_]*%w+_*%w*!",
    "%d+.%d+.%d+",
    "^(a?.-)(b?.-)(.-)(.-);",
    "^%s*.-%s*=%s*.-%s*;",
    `${".?x*".repeat(41)}y`,
  ])("%s", (pattern) => {
    expect(remarksOf(`text:find("${pattern}")`)).toEqual([`lua/pattern-bomb "${pattern}"`]);
  });

  test.for([
    ["string.match(a, '.-.-.-x')", "'.-.-.-x'"],
    ["local gsub = string.gsub gsub(a, ('.-'):rep(9) .. 'x', '')", "('.-'):rep(9) .. 'x'"],
    ["for a in b:gmatch('.-.-.-x') do end", "'.-.-.-x'"],
  ])("in %s", ([source, at]) => {
    expect(remarksOf(source ?? "")).toEqual([`lua/pattern-bomb ${at}`]);
  });
});

describe("fails fast, or never:", () => {
  test.for([
    "^%s*(.-)%s*$",
    "^(.-)%s*=%s*(.*)$",
    "(%d+)-(%d+)-(%d+)T(%d+):(%d+):(%d+)",
    "^([^,]*),([^,]*),([^,]*),([^,]*)$",
    "[^%s]+%s+[^%s]+%s+[^%s]+",
    "^%a+://[^/]+/.*$",
    "%b()%b()%b()%b()",
    ".-",
    "^.*.*.*.*",
  ])("%s", (pattern) => {
    expect(remarksOf(`text:find("${pattern}")`)).toEqual([]);
  });

  test("because it is plain text", () => {
    expect(remarksOf("text:find('.-.-.-x', 1, true) string.find(a, '.-.-.-x', 1, true)")).toEqual([]);
  });
});

describe("reads sets as Lua does:", () => {
  let lua: RealLua;
  beforeAll(async () => {
    lua = await realLua();
  });

  test.for(
    "%a %A %c %d %g %l %p %s %S %u %w %x . [a-f] [^a-f] [%w_] [^%s%d] []] [^]] [a-] [-a] [%]x] [a-c%-x-z] %. [%a-z] [[] [^^]".split(
      " ",
    ),
  )("%s", (part) => {
    const source = `local found = {} for byte = 0, 255 do if string.match(string.char(byte), "^${part}$") then found[#found + 1] = byte end end return table.concat(found, " ")`;
    const set = readPattern(`${part}*`).items[0]?.set ?? new Uint32Array();
    const own = Array.from({ length: 256 }, (_, byte) => byte).filter(
      (byte) => ((set[byte >> 5] ?? 0) >>> (byte & 31)) & 1,
    );
    expect(own.join(" ")).toBe(lua.run(source));
  });
});
