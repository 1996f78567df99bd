import { describe, expect, test } from "vitest";

import { remarksOf } from "../../../testing/lua/remarks.ts";
import { checkLua } from "../check-lua.ts";

describe("reads a listener that is a constant string as a handler:", () => {
  test.for<[string, string[]]>([
    [`el:AddEventListener("click", "x()")`, []],
    [`el:AddEventListener("click", "load(x)()")`, ["lua/dynamic-code load"]],
    [`el:AddEventListener("click", "f(\\"a\\\\n\\") load(x)()")`, ["lua/dynamic-code load"]],
    [`el:AddEventListener("click", [[\n  f('ä') io.open(x)]])`, ["lua/io io"]],
    [`el:AddEventListener("click", 'f("ä") io.open(x)')`, ["lua/io io"]],
    [`el:AddEventListener("click", "\\105o.open(x)")`, [`lua/io "\\105o.open(x)"`]],
    [`el:AddEventListener("click", "io" .. ".open(x)")`, [`lua/io "io" .. ".open(x)"`]],
    [`local code = "io.open(x)" el:AddEventListener("a", code) el:AddEventListener("b", code)`, ["lua/io io"]],
    [
      `el.AddEventListener(el, "click", "x() end, io.open(x), function()")`,
      [`rml/handler x() end, io.open(x), function()`, "lua/io io"],
    ],
    [`el:AddEventListener("click", "f(")`, ["rml/handler f("]],
    [`el:SetAttribute("onclick", "io.open(x)")`, [`lua/markup SetAttribute("onclick"`, "lua/io io"]],
    [`el:AddEventListener("a", [[el:AddEventListener("b", "io.open(x)")]])`, ["lua/io io"]],
  ])("%s", ([source, expected]) => {
    expect(remarksOf(source)).toEqual(expected);
  });

  test("with the modules that it uses", () => {
    const source = `el:AddEventListener("click", "f() storage.set(1)")`;
    const { uses } = checkLua(source);
    expect(uses).toMatchObject([{ module: "storage", member: "set", start: source.indexOf("storage") }]);
  });
});

describe("asks about a listener that may be a string from elsewhere:", () => {
  test.for([
    [`el:AddEventListener("click", answer.body)`, "answer.body"],
    [`el:AddEventListener("click", "f(" .. name .. ")")`, `"f(" .. name .. ")"`],
    [`function listen(f) el:AddEventListener("click", f) end`, "f"],
    [`el["AddEvent" .. "Listener"](el, "click", code)`, "code"],
    [`el:AddEventListener(table.unpack(all))`, "el:AddEventListener(table.unpack(all))"],
    [`local add = el.AddEventListener`, "AddEventListener"],
  ])("%s", ([source, at]) => {
    expect(remarksOf(source ?? "")).toEqual([`lua/string-handler ${at}`]);
  });
});

test("takes functions", () => {
  for (const source of [
    `el:AddEventListener("click", function(event) list.add(event) end)`,
    `local function add() end el:AddEventListener("click", add, true)`,
    `local add = function() end el:AddEventListener("click", (add))`,
    `el:SetAttribute("class", code) el:SetAttribute("onclick")`,
  ]) {
    expect(remarksOf(source).filter((each) => !each.startsWith("lua/markup"))).toEqual([]);
  }
});

test("goes no deeper than it has to", () => {
  const nested = Array.from({ length: 40 }, (_, at) => at).reduce((inner, level) => {
    const equals = "=".repeat(level);
    return `el:AddEventListener('a', [${equals}[${inner}]${equals}])`;
  }, "f()");
  expect(remarksOf(nested).join()).toMatch(/^lua\/string-handler /);
});
