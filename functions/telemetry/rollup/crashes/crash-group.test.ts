import { createHash } from "node:crypto";

import fc from "fast-check";
import { expect, test } from "vitest";

import { crashGroup, type GroupedCrash, type LineOf } from "./crash-group.ts";
import { realLua } from "../../../../src/testing/lua/real-lua.ts";

const sha256 = (bytes: Uint8Array): Uint8Array => new Uint8Array(createHash("sha256").update(bytes).digest());
const group = (crash: Partial<GroupedCrash>, lineOf: LineOf | null = null): string =>
  crashGroup({ ...nilIndex, ...crash }, sha256, lineOf).group_id;
const title = (crash: Partial<GroupedCrash>): string => crashGroup({ ...nilIndex, ...crash }, sha256, null).title;

/** A trace as Lua 5.4 prints it. */
const lua54 = (load: number, start: number, root = ""): string =>
  [
    "stack traceback:",
    `\t${root}assets/scripts/app.lua:${load}: in upvalue 'load'`,
    `\t${root}assets/scripts/app.lua:${start}: in function <${root}assets/scripts/app.lua:${start - 3}>`,
    "\t(...tail calls...)",
    "\t[C]: in function 'xpcall'",
    "\tmosis/boot.lua:7: in main chunk",
    "\t[C]: in ?",
  ].join("\n");

/** The same one, as LuaJIT prints it. */
const luajit = (load: number, start: number): string =>
  [
    "stack traceback:",
    `\tassets/scripts/app.lua:${load}: in function 'load'`,
    `\tassets/scripts/app.lua:${start}: in function <assets/scripts/app.lua:${start - 3}>`,
    "\t[C]: in function 'xpcall'",
    "\tmosis/boot.lua:7: in main chunk",
    "\t[C]: at 0x55d0c8a3f0e0",
  ].join("\n");

const nilIndex: GroupedCrash = {
  app_id: "com.example.notes",
  crash_type: "lua_error",
  message: "assets/scripts/app.lua:42: attempt to index a nil value (field 'user')",
  stack_trace: lua54(42, 80),
};

test.each<[string, Partial<GroupedCrash>]>([
  ["lines above it were added", { message: nilIndex.message.replace("42", "57"), stack_trace: lua54(57, 95) }],
  ["the package lies somewhere else", { stack_trace: lua54(42, 80, "/data/mosis/apps/com.example.notes/package/") }],
  ["another variable was nil", { message: "assets/scripts/app.lua:42: attempt to index a nil value (local 'u')" }],
  [
    "LuaJIT ran it",
    {
      message: "assets/scripts/app.lua:42: attempt to index field 'user' (a nil value)",
      stack_trace: luajit(42, 80),
    },
  ],
  ["Mosis called it in another way", { stack_trace: lua54(42, 80).replace("boot.lua:7", "start.lua:9") }],
])("a crash stays in its group when %s", (_, change) => {
  expect(group(change)).toBe(group({}));
});

test.each<[string, Partial<GroupedCrash>]>([
  ["another function", { stack_trace: lua54(42, 80).replace("'load'", "'save'") }],
  ["another file", { stack_trace: lua54(42, 80).replaceAll("app.lua", "list.lua") }],
  ["something else that is wrong", { message: "assets/scripts/app.lua:42: attempt to call a nil value (field 'x')" }],
  ["another kind", { crash_type: "out_of_memory" }],
  ["another app", { app_id: "com.example.maps" }],
])("%s makes another group", (_, change) => {
  expect(group(change)).not.toBe(group({}));
});

test("with the source, a moved line stays in its group and a changed line makes another", () => {
  const source =
    (lines: Readonly<Record<number, string>>): LineOf =>
    (path, line) =>
      path === "assets/scripts/app.lua" ? (lines[line] ?? null) : null;
  const before = group({}, source({ 42: "  return user.name", 77: "local function start()" }));
  const moved = { message: nilIndex.message.replace("42", "50"), stack_trace: lua54(50, 88) };
  expect(group(moved, source({ 50: "return  user.name", 85: "local function start()" }))).toBe(before);
  expect(group(moved, source({ 50: "return users[1].name", 85: "local function start()" }))).not.toBe(before);
  expect(group(moved, source({ 50: "return user.name", 85: "button(function()" }))).not.toBe(before);
});

test("the depth of a recursion does not matter", () => {
  const deep = (levels: number, end = ""): Partial<GroupedCrash> => ({
    message: "assets/a.lua:3: stack overflow",
    stack_trace: `stack traceback:\n${"\tassets/a.lua:3: in function 'f'\n".repeat(levels)}${end}\tassets/a.lua:9: in main chunk`,
  });
  expect(group(deep(22, "\t...\t(skipping 199970 levels)\n"))).toBe(group(deep(10)));
  expect(group(deep(9, "\t...\n"))).toBe(group(deep(10)));
});

test("without a stack, what changes from time to time in a message does not matter", () => {
  const bare = (message: string): string => group({ message, stack_trace: "" });
  expect(bare("no item 4711 at 0x7ffe12, named 'Ada'")).toBe(bare("no item 12.5 at 0x1a2b, named 'Bob'"));
  expect(bare("no item 1")).not.toBe(bare("no place 1"));
});

test.each([
  [
    "a debugger",
    (at: string) =>
      `#0  0x${at} in abort () from /lib/libc.so.6\n#1  0x${at} in ui::draw (this=0x${at}) at draw.cpp:${at}`,
  ],
  [
    "Android",
    (at: string) =>
      `#00 pc 00${at}  /system/lib64/libc.so (abort+${at})\n#01 pc 00${at}  /data/libmosis.so (ui::draw+${at})`,
  ],
  ["glibc", (at: string) => `/lib/libc.so.6(abort+0x${at}) [0x${at}]\n./mosis(ui::draw+0x${at}) [0x${at}]`],
  ["Windows", (at: string) => `mosis!ui::draw+0x${at}`],
])("a native stack of %s is grouped by its functions, wherever they are", (_, trace) => {
  const crash = (at: string): GroupedCrash => ({
    ...nilIndex,
    crash_type: "native",
    message: `signal 11 at 0x${at}`,
    stack_trace: trace(at),
  });
  expect(group(crash("12"))).toBe(group(crash("98")));
  expect(group({ ...crash("12"), stack_trace: trace("12").replace("draw", "layout") })).not.toBe(group(crash("12")));
  expect(title(crash("12"))).toBe("Native crash: signal <n> at <addr> in ui::draw");
});

test("titles say what and where, without texts of a moment", () => {
  expect(title({})).toBe("attempt to index a nil value (field 'user') in load, assets/scripts/app.lua");
  expect(title({ message: "a.lua:1: no 'Ada' in 12 rows\nand more", stack_trace: "" })).toBe("no <text> in <n> rows");
  expect(title({ message: "bad argument #1 to 'insert' (table expected, got nil)", stack_trace: "" })).toBe(
    "bad argument #1 to 'insert' (table expected, got nil)",
  );
  expect(title({ crash_type: "out_of_memory", message: "", stack_trace: "" })).toBe("Out of memory");
  expect(title({ crash_type: "not_responding", message: "" })).toBe("Not responding in load, assets/scripts/app.lua");
});

test("traces of Lua itself are read", async () => {
  const lua = await realLua();
  const trace = lua.run(`
    local chunk = [[
      local view = {}
      function view.draw(items) return items.first.name end
      local function show() view.draw({}) return 1 end
      return show
    ]]
    local show = load(chunk, "@/data/apps/x/package/assets/scripts/view.lua")()
    local _, text = xpcall(show, debug.traceback)
    return text`);
  const [message, ...stack] = trace.split("\n");
  expect(title({ message: message!, stack_trace: stack.join("\n") })).toBe(
    "attempt to index a nil value (field 'first') in draw, assets/scripts/view.lua",
  );
});

const hostile = fc.oneof(
  fc.string({ unit: "binary", maxLength: 400 }),
  fc
    .array(
      fc.constantFrom(
        "a:1: in ",
        "\n",
        '[string "',
        '"]:',
        ": in function '",
        "'",
        "<",
        ">",
        "#0 ",
        "pc ",
        "0x",
        "(",
        "1",
        "e",
        "...",
      ),
      { maxLength: 200 },
    )
    .map((parts) => parts.join("")),
);

test("whatever is sent makes a group and a title of one line", () => {
  fc.assert(
    fc.property(hostile, hostile, (message, stack_trace) => {
      const made = crashGroup({ ...nilIndex, message, stack_trace }, sha256, (_, line) => `line ${line}`);
      expect(made.group_id).toMatch(/^[0-9a-f]{16}$/);
      expect(made.title).toMatch(/^[^\p{C}]{1,400}$/u);
    }),
    { numRuns: 2_000 },
  );
});

/** A way of reading that is quadratic in one of these takes hours. */
test.each(["x:", "'", '"', "(field '", "1", "-", "0x", " ", "[string ", ": in ", "#0 ", "a(", "…/assets/"])(
  "a megabyte of %j is read in one go",
  (part) => {
    const text = part.repeat(1_048_576 / part.length);
    expect(group({ message: text, stack_trace: text })).toMatch(/^[0-9a-f]{16}$/);
    expect(group({ message: text, stack_trace: text.replaceAll("x", "\n") })).toMatch(/^[0-9a-f]{16}$/);
  },
);
