import { describe, expect, test } from "vitest";

import { remarksOf } from "../../../testing/lua/remarks.ts";

describe("makes too much:", () => {
  test.for<[string, string]>([
    ['a = ("x"):rep(1e9)', 'lua/memory-bomb ("x"):rep(1e9)'],
    ['a = string.rep("0123456789", 2 ^ 24)', 'lua/memory-bomb string.rep("0123456789", 2 ^ 24)'],
    ["a = string.rep(b, 1 << 30)", "lua/memory-bomb string.rep(b, 1 << 30)"],
    ["local rep = string.rep a = rep(b, math.huge)", "lua/memory-bomb rep(b, math.huge)"],
    ['a = ("x"):rep(10000):rep(10000)', 'lua/memory-bomb ("x"):rep(10000):rep(10000)'],
    ['local k = ("x"):rep(1024) a = { k:rep(1024 * 1024) }', "lua/memory-bomb k:rep(1024 * 1024)"],
    ["while #a < n do a = a .. a end", "lua/doubling a .. a"],
    ["for i = 1, 40 do if b then self.a = self.a .. ',' .. self.a end end", "lua/doubling self.a .. ',' .. self.a"],
    ["for i = 1, 40 do a = a:rep(2) end", "lua/doubling a:rep(2)"],
    ["for i = 1, 40 do a = (a .. b .. a) end", "lua/doubling (a .. b .. a)"],
  ])("%s", ([source, expected]) => {
    expect(remarksOf(source)).toEqual([expected]);
  });
});

describe("makes what it needs:", () => {
  test.for([
    'a = (" "):rep(80) .. ("-"):rep(n) .. string.rep("ab", #b)',
    "a = a .. a",
    "for i = 1, 3 do a = a .. b .. i end",
    "while b do c = a .. a end",
    "while b do f = function() a = a .. a end end",
    "while b do a.x = a.y .. a.z a[i] = a[i] .. a[i] end",
    'a = (""):rep(1e9) a = ("x"):rep(-1e9)',
  ])("%s", (source) => {
    expect(remarksOf(source)).toEqual([]);
  });
});
