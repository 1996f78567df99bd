import { expect, test } from "vitest";

import { checkLua } from "./check-lua.ts";
const calls = (source: string): readonly string[] =>
  checkLua(source).calls.map(
    ({ name, values, isCertain, start, end }) =>
      `${name} ${values.join("|")}${isCertain ? "" : "?"} at ${source.slice(start, end)}`,
  );

test("strings are gathered, without the names of fields and methods", () => {
  const source = `local t = { title = "day.one", ["x.png"] = [[a/b]] } return t.title, t:show("é"), t["y"]`;
  expect([...checkLua(source).strings].toSorted()).toEqual(["a/b", "day.one", "x.png", "y", "é"]);
});

test.for<[source: string, expected: string[]]>([
  ['app.t("list.title")', ['app.t list.title at "list.title"']],
  ['ui.open("assets/" .. "a.rml", {})', ['ui.open assets/a.rml at "assets/" .. "a.rml"']],
  ['local t = app.t return t("a")', ["app.t ? at app.t", 'app.t a at "a"']],
  ['require("mosis.app").t("a")', ['app.t a at "a"', 'require mosis.app at "mosis.app"']],
  ['app.t(is_new and "a" or "b")', ['app.t a|b at is_new and "a" or "b"']],
  ["app.t(key or 'a')", ["app.t a? at key or 'a'"]],
  ["app.t(MONTHS[3])", ["app.t ? at MONTHS[3]"]],
  ["each(keys, app.t)", ["app.t ? at app.t"]],
  ['local x = require("scripts.a")', ['require scripts.a at "scripts.a"']],
  ['other.t("a") app.open("b") ui.t("c")', []],
])("%s names %j", ([source, expected]) => {
  expect(calls(source).toSorted()).toEqual(expected);
});
