import { join } from "node:path";

import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { checkLua, checkLuaHandler } from "./check-lua.ts";
import { rules as catalogue } from "../findings/catalogue.ts";
import { luaFiles } from "../../testing/lua/lua-files.ts";
import { luaPrograms } from "../../testing/lua/programs.ts";
import { remarksOf } from "../../testing/lua/remarks.ts";

const rules = remarksOf;
const uses = (source: string): readonly string[] =>
  checkLua(source).uses.map(({ module, member, start }) => `${module}.${member ?? "*"}@${start}`);

describe("finds", () => {
  test.for<[string, string]>([
    ["load(x)()", "lua/dynamic-code load"],
    ["local f = loadstring", "lua/dynamic-code loadstring"],
    ["return pcall(load, body)", "lua/dynamic-code load"],
    ["dofile 'x'", "lua/dynamic-code dofile"],
    ["string.dump(f)", "lua/dynamic-code string.dump"],
    ["string['dump'](f)", "lua/dynamic-code string['dump'"],
    ["io.open('x')", "lua/io io"],
    ["os.execute('x')", "lua/os os.execute"],
    ["os['execute']('x')", "lua/os os['execute'"],
    ["local o = os", "lua/os os"],
    ["os[name]()", "lua/os os"],
    ["debug.getinfo(1)", "lua/debug debug"],
    ["package.loadlib('a', 'b')", "lua/package package"],
    ["_G[name](x)", "lua/environment _G"],
    ["local _ = _ENV.x", "lua/environment _ENV"],
    ["getmetatable('').__index = f", "lua/environment getmetatable"],
    ["require(name)", "lua/require require"],
    ["require('a' .. b)", "lua/require require"],
    ["local r = require", "lua/require require"],
    ["box.inner_rml = text", "lua/markup inner_rml"],
    ["box:SetAttribute('onclick', 'x()')", "lua/markup SetAttribute('onclick'"],
    ["function f(_ENV) return x end", "lua/environment _ENV"],
    ["('').dump(f)", "lua/dynamic-code ('').dump"],
    ["box['inner_' .. 'rml'] = text", "lua/markup 'inner_' .. 'rml'"],
    ["box:SetAttribute(name, code)", "lua/markup SetAttribute(name"],
    ["box.SetAttribute(box, 'onclick', 'x()')", "lua/markup SetAttribute(box, 'onclick'"],
    ["require('os').execute('x')", "lua/os require('os').execute"],
    ["local x = 'a", "lua/syntax 'a"],
    ["local x = [==[ a ]=]", "lua/syntax [==["],
    ["x = '\\q'", "lua/syntax \\q"],
    ["x = 1 $ 2", "lua/syntax $"],
    ["getmetatable(a .. b).__add = f", "lua/environment getmetatable"],
    ["local s = tostring(a) local of = getmetatable of(s).__index = f", "lua/environment of"],
    ["setmetatable({}, { __gc = f })", "lua/environment __gc"],
    ["meta['__' .. 'gc'] = f", "lua/environment '__' .. 'gc'"],
    ["local s = string f(s[name])", "lua/environment name"],
    ["string.format = f", "lua/environment string.format"],
    ["function pcall() end", "lua/environment pcall"],
    ["x = '\\27LuaT'", "lua/bytecode '\\27LuaT'"],
    ["x = '\\27' .. 'Lu' .. 'aT'", "lua/bytecode '\\27' .. 'Lu' .. 'aT'"],
    ["x = 'G0x1YVMAGZMNChoKBAgIeFYAAAA'", "lua/bytecode 'G0x1YVMAGZMNChoKBAgIeFYAAAA'"],
    ["x = '1b4c7561530019930d0a1a0a'", "lua/bytecode '1b4c7561530019930d0a1a0a'"],
    ["#!x\n\x1bLuaT", "lua/bytecode \x1b"],
    ["coroutine.wrap(load)(x)", "lua/dynamic-code load"],
    ["xpcall(loadstring, f, x)", "lua/dynamic-code loadstring"],
    ["({load})[1](x)", "lua/dynamic-code load"],
    ["select(2, nil, load)(x)", "lua/dynamic-code load"],
    ["local d = ('').dump pcall(d, f)", "lua/dynamic-code ('').dump"],
    ["rawset(_G, 'print', f)", "lua/environment _G"],
    ["setmetatable(_ENV, { __index = f })", "lua/environment _ENV"],
  ])("%s", ([source, expected]) => {
    expect(rules(source)).toEqual([expected]);
  });
});

describe("finds nothing in", () => {
  test.for([
    "-- load(x)",
    "--[[ load(x)\nio.open() ]] local a = 1",
    "--[==[ ]] load(x) ]==]",
    "local s = 'load(x)' .. \"io.open()\" .. [[ os.execute() ]]",
    "local s = 'a\\'load(x)\\\\'",
    "local s = 'a\\z\n   load(x)'",
    "local t = os.time() + os.clock() + os.difftime(1, 2); os.date('*t')",
    "screen.load(); self:load(); x.io.open()",
    "local config = { load = 1, io = 2, [1] = 3 }",
    "local load = 1 print(load)",
    "local function load(io) return io end load()",
    "for debug = 1, 2 do print(debug) end",
    "function screen:load() end",
    "goto load ::load::",
    "local t = require('scripts.notes') local u = require 'scripts.text'",
    "getmetatable(self).__index = x getmetatable(1).__index = x",
    "table.unpack = table.unpack or unpack function screen.format() end",
    "local t = { __close = f, __index = f, string.rep, ['x'] = string['rep'] }",
    "local x <close> = f() print('\\27L', 'G0x1Y', 'The LuaJIT')",
    "box:SetAttribute('value', text) if box.inner_rml == x then end",
    "#!/usr/bin/lua load\nprint(0x1p4, 3e-2, .5, 0xA.8p0)",
    "local n <const>, m <close> = 1, 2",
  ])("%s", (source) => {
    expect(rules(source)).toEqual([]);
  });
});

describe("knows that a name is only a local", () => {
  test.for<[string, number]>([
    ["within its block", 1],
    ["do local load = 1 load() end load()", 1],
    ["local load = load", 1],
    ["local load = load load()", 1],
    ["local load = function() return load end load()", 1],
    ["local a = f(function() local load = 1 end) load()", 1],
    ["for load = 1, (function() do load() end end)() do load() end", 1],
    ["if a then local load = 1 load() else load() end", 1],
    ["if a then local load = 1 elseif load then end", 1],
    ["function f(load) load() end load()", 1],
    ["while a do local load load() end load()", 1],
    ["repeat local load load() until a load()", 1],
    ["local a, load = 1, 2 load() load = 3", 0],
    ["local function load() return a and load() end load()", 0],
    ["local load load()", 0],
    ["local t = {} local load = t.x load()", 0],
  ])("%s", ([source, count]) => {
    expect(rules(source === "within its block" ? "load()" : source)).toHaveLength(count);
  });
});

describe("tells what is used of the API:", () => {
  test.for<[string, string[]]>([
    ["storage.set('a', network.get)", ["storage.set@0", "network.get@17"]],
    ["local s = storage", []],
    ["local s = storage; local t = (s); t.set('a', 1) t['ge' .. 't']('a')", ["storage.set@34", "storage.get@48"]],
    ["storage:get(); (storage).keys()", ["storage.get@0", "storage.keys@15"]],
    ["local get = storage.get; get('a')", ["storage.get@12"]],
    ["local n = require('mosis.network'); n.get({})", ["network.get@36"]],
    ["local storage = require('scripts.storage') storage.get()", []],
    ["self.storage:get() x = { network = 1 } -- storage.get()", []],
  ])("%s", ([source, expected]) => {
    expect(uses(source)).toEqual(expected);
  });

  test.for<[string, string[]]>([
    ["f(storage)", ["storage.*@2"]],
    ["local s = storage; f(s)", ["storage.*@21"]],
    ["storage[name]('a')", ["storage.*@0"]],
    ["local t = {'get'}; storage[t[1]]('a')", ["storage.*@19"]],
    ["s = storage; s.get('a')", ["storage.*@4"]],
    ["local s = storage; s = other; s.get('a')", ["storage.*@10"]],
    ["return setmetatable({}, { __index = camera })", ["camera.*@36"]],
    ["for name, f in pairs(contacts) do f() end", ["contacts.*@21"]],
  ])("any function of it in %s", ([source, expected]) => {
    expect(uses(source)).toEqual(expected);
  });
});

describe("sees through other names:", () => {
  test.for<[string, string[]]>([
    ["local o = os; o.execute('x') o.time()", ["lua/os os", "lua/os o.execute"]],
    ["local o = os; function f() return o['exe' .. 'cute'] end", ["lua/os os", "lua/os o['exe' .. 'cute'"]],
    ["local s = string; s.dump(f)", ["lua/dynamic-code s.dump"]],
    ["_G['lo' .. 'ad'](x)", ["lua/environment _G", "lua/dynamic-code _G['lo' .. 'ad']"]],
    ["_G.os.execute('x')", ["lua/environment _G", "lua/os _G.os.execute"]],
    ["local g = _G; g.io.open('x')", ["lua/environment _G", "lua/io g.io"]],
    ["rawget(_ENV, 'debug')", ["lua/debug rawget(_ENV, 'debug')", "lua/environment _ENV"]],
    ["local k = 'lo'; _G[k .. 'ad']()", ["lua/environment _G", "lua/dynamic-code _G[k .. 'ad']"]],
    [
      "_G[string.char(108, 111, 97, 100)]()",
      ["lua/environment _G", "lua/dynamic-code _G[string.char(108, 111, 97, 100)]"],
    ],
    ["_G[('daol'):reverse()]()", ["lua/environment _G", "lua/dynamic-code _G[('daol'):reverse()]"]],
    ["_G[table.concat({'i', 'o'})].open()", ["lua/environment _G", "lua/io _G[table.concat({'i', 'o'})]"]],
    ["local t = {'io', x = 'os'}; _G[t[1]].open()", ["lua/environment _G", "lua/io _G[t[1]]"]],
    ["local t = {'io', x = 'debug'}; f(_G[t.x])", ["lua/environment _G", "lua/debug _G[t.x]"]],
  ])("%s", ([source, expected]) => {
    expect(rules(source)).toEqual(expected);
  });

  test.for([
    "local o = other; o.execute('x')",
    "local o = os.time; o()",
    "local k = 'io'; k = 'x'; t[k].open()",
    "os[('time')]() require('scripts' .. '.notes')",
  ])("not in %s", (source) => {
    expect(rules(source)).toEqual([]);
  });

  test("however many there are", () => {
    const names = Array.from({ length: 190 }, (_, at) => `local a${at + 1} = a${at}\n`).join("");
    expect(rules(`local a0 = string ${names} a190.dump(f)`)).toEqual(["lua/dynamic-code a190.dump"]);
    expect(uses(`local a0 = camera ${names} a190.take(f)`)).toEqual([expect.stringMatching(/^camera\.take@/)]);
  });

  test("what may be changed while the app runs allows nothing", () => {
    expect(rules("local t = {'time'}; t[1] = 'execute'; os[t[1]]()")).toEqual(["lua/os os[t[1]"]);
    expect(rules("local k = 'time'; k = 'execute'; os[k]()")).toEqual(["lua/os os"]);
    expect(rules("local t = {'scripts.notes'}; require(t[1])")).toEqual(["lua/require require"]);
  });

  test("modules", () => {
    expect(uses("f(require('mosis.' .. 'network'))")).toEqual(["network.*@10"]);
    expect(uses("local r = require; r('mosis.network').get({})")).toEqual(["network.get@19"]);
    expect(uses("local g = _G; g['net' .. 'work'].get()")).toEqual(["network.get@14"]);
  });
});

test("says of what is no Lua where it stops being it, and nothing else", () => {
  const { remarks, uses: found } = checkLua("load(x)\nstorage.get()\nif a then");
  expect(remarks).toEqual([{ rule: "lua/syntax", message: "'end' expected near <eof>.", start: 31, end: 31 }]);
  expect(found).toEqual([]);
});

test("what our limits refuse is too large", () => {
  expect(checkLua("x = " + "{".repeat(300)).remarks).toMatchObject([{ rule: "lua/too-large", start: 193 }]);
});

describe("a handler", () => {
  const handler = (source: string): readonly string[] =>
    checkLuaHandler(source).remarks.map(({ rule, start, end }) => `${rule} ${source.slice(start, end)}`);

  test.for<[string, string[]]>([
    ["list.add(event, element, document)", []],
    ["if a then b() end", []],
    ["for i = 1, 2 do f(function() end) end", []],
    ["f('end')", []],
    ["return x", []],
    ["load(x)", ["lua/dynamic-code load"]],
    ["x() end, evil(), function()", ["rml/handler x() end, evil(), function()"]],
    ["x() end or evil() or function()", ["rml/handler x() end or evil() or function()"]],
    ["end", ["rml/handler end"]],
    ["if a then", ["rml/handler if a then"]],
    ["x() -- what RmlUi puts behind is a comment", ["rml/handler x() -- what RmlUi puts behind is a comment"]],
    ["f(')", ["lua/syntax ')"]],
    ["x() ) evil( (1", ["lua/syntax )"]],
    ["f(...)", ["lua/syntax ..."]],
  ])("%s", ([source, expected]) => {
    expect(handler(source)).toEqual(expected);
  });

  test("uses modules at places of its own text", () => {
    expect(checkLuaHandler("storage.set(1)").uses).toMatchObject([
      { module: "storage", member: "set", start: 0, end: 11 },
    ]);
  });
});

test("never throws and takes linear time, whatever the source is", () => {
  const piece = fc.constantFrom(
    "load",
    "(",
    ")",
    "end",
    "function",
    "local",
    "for",
    "do",
    "'",
    "[[",
    "]]",
    "--",
    "\n",
    ",",
    "=",
    "x",
    " ",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const source = pieces.join(" ");
      for (const { start, end } of checkLua(source).remarks) expect(start).toBeLessThanOrEqual(end);
    }),
    { numRuns: 500 },
  );
  fc.assert(
    fc.property(luaPrograms, (source) => {
      const { remarks, reads } = checkLua(source);
      for (const { start, end } of [...remarks, ...reads]) expect(start).toBeLessThanOrEqual(end);
    }),
    { numRuns: 200 },
  );
  const hostile = ["local ", "for a=", "function(", "[", "--[", "{(", "if ", "'\\z ", "x=", "..", "local x=1,"];
  for (const part of hostile) checkLua(part.repeat(200_000));
  const [list, names] = ["local t={'a'", Array.from({ length: 180 }, (_, at) => `local a${at + 1}=a${at} `).join("")];
  for (const [before, part] of [
    ["f", "()"],
    ["f(a", "._G"],
    [`${list}${",'a'".repeat(50_000)}}`, " f(_G[table.concat(t)], _G[t[9]])"],
    [`local a0=os ${names}`, "a180.x()"],
    [`local a='x' ${"do local a=a..a ".repeat(100)}`, "f(_G[a])"],
  ] as const) {
    checkLua(before + part.repeat(5_000));
  }
}, 20_000);

const CORPUS = process.env["MOSIS_CORPUS"];
test.runIf(CORPUS)("asks a person about every file of suspicious code, at least", () => {
  const files = luaFiles(join(CORPUS ?? "", "lua-suspicious"));
  expect(files.length).toBeGreaterThan(0);
  const grave = (source: string): boolean =>
    checkLua(source).remarks.some(({ rule }) => ["error", "review"].includes(catalogue[rule].severity));
  expect(files.filter(([, source]) => !grave(source)).map(([path]) => path)).toEqual([]);
});
