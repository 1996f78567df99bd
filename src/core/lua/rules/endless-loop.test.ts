import { describe, expect, test } from "vitest";

import { remarksOf } from "../../../testing/lua/remarks.ts";

describe("a loop never ends:", () => {
  test.for<[string, string]>([
    ["while true do end", "while"],
    ["while 1 do a = a + 1 end", "while"],
    ["while not nil do local b = string.rep(a, 2) end", "while"],
    ["local yes = true while yes do a[1] = print(a) end", "while"],
    ["while 1 == 1 do for _, b in ipairs(a) do if b then break end end end", "while"],
    ["repeat a = os.time() until false", "repeat"],
    ["repeat until nil", "repeat"],
    ["while true do local f = function() return 1 end end", "while"],
    ["while true do if a then goto next end b = 1 ::next:: end", "while"],
    ["while true do while true do break end end", "while"],
    ["for i = 1, math.huge do a = i end", "for"],
    ["for i = 1, 2 ^ 53 do a = i end", "for"],
    ["for i = a, 1e12 do a = i end", "for"],
    ["for i = 1e12, 1, -1 do a = i end", "for"],
    ["::top:: a = a + 1 goto top", "goto top"],
    ["::top:: if a then b = 1 end do ::inner:: end goto top", "goto top"],
    ["for _, v in ipairs(list) do list[#list + 1] = v end", "for"],
    ["for _, v in ipairs(self.list) do table.insert(self.list, v) end", "for"],
  ])("%s", ([source, expected]) => {
    expect(remarksOf(source)).toEqual([`lua/endless-loop ${expected}`]);
  });
});

describe("may never end, by what it calls:", () => {
  test.for([
    ["while true do step() end", "while"],
    ["while true do self:step() end", "while"],
    ["repeat for line in lines() do a = line end until false", "repeat"],
    ["for i = 1, math.huge do pcall(step, i) end", "for"],
    ["::top:: step() goto top", "goto top"],
  ])("%s", ([source, expected]) => {
    expect(remarksOf(source ?? "")).toEqual([`lua/open-loop ${expected}`]);
  });
});

describe("ends, or may be meant to:", () => {
  test.for([
    "while true do if a then break end end",
    "while true do a = a + 1 if a > 9 then return a end end",
    "while true do for i = 1, 2 do if a then goto out end end end ::out::",
    "while true do coroutine.yield(a) end",
    "while true do assert(a) end",
    "local fail = error while true do fail('x') end",
    "local yes = true while yes do yes = a end",
    "while a do b = 1 end repeat b = 1 until a",
    "repeat local b = a until b",
    "while false do end repeat until true",
    "for i = 1, 100 do end for i = 1, #a do end for i = 10, 1 do end",
    "for i = 1, 1e12 do if a then break end end",
    "for i = 1, 10, 0 do end",
    "::top:: if a then goto top end",
    "goto done ::top:: a = 1 ::done::",
    "::top:: a = a + 1 if a > 9 then goto done end goto top ::done::",
    "for _, v in ipairs(list) do copy[#copy + 1] = v end",
    "for _, v in ipairs(list) do if v then list[#list + 1] = v end end",
    "for _, v in ipairs(list) do table.insert(list, v) if #list > 9 then break end end",
  ])("%s", (source) => {
    expect(remarksOf(source)).toEqual([]);
  });
});

describe("a function always calls itself:", () => {
  test.for([
    ["function f() return f() end", "f()"],
    ["local function f(a) local b = 1 + f(a) end", "f(a)"],
    ["function M.f() if a then b = 1 end do M.f() end end", "M.f()"],
    ["function M:f() print(self) self:f() end", "self:f()"],
    ["function M:f() g(M:f()) end", "M:f()"],
    ["local function f() local g = function() return 1 end return g, f() end", "f()"],
  ])("%s", ([source, call]) => {
    expect(remarksOf(source ?? "")).toEqual([`lua/endless-loop ${call}`]);
  });

  test.for([
    "local function f(a) return a > 0 and f(a - 1) end",
    "local function f(a) if a == 0 then return 1 end return f(a - 1) end",
    "local function f() assert(a) return f() end",
    "local function f() return function() return f() end end",
    "local f = function() return f() end",
    "function f() f = g return f() end",
    "local function f() return f() end f = g",
    "function M:f() other:f() end",
    "function f(a) for i = 1, a do if i > 3 then goto out end end f() ::out:: end",
  ])("not %s", (source) => {
    expect(remarksOf(source)).toEqual([]);
  });
});

test("takes linear time for loops in loops and jumps over jumps", () => {
  const deep = (part: string, count: number): string => part.repeat(count);
  for (const source of [
    `${deep("while true do ", 150)}${deep("f() ", 10_000)}${deep(" end", 150)}`,
    deep("do ::a:: do goto a end end ", 2_000),
    `${deep("while true do ", 100)}${deep("if a then goto b end ", 2_000)}${deep(" end", 100)} ::b::`,
    `${deep("function f() do ", 60)}${deep("if a then b() end ", 5_000)}${deep(" end f() end ", 60)}`,
    Array.from({ length: 2_000 }, (_, at) => `::l${at}:: a() `).join("") + deep("do goto l1 end ", 1_000),
  ]) {
    expect(() => remarksOf(source)).not.toThrow();
  }
});
