import { appFixture, manifestFixture, type RuleFixture, type RuleFixtures } from "./fixture.ts";
import type { PackageBuilder } from "../builders.ts";

const bodies = (wrong: string, right: string): RuleFixture =>
  appFixture(
    (app) => app.withFile("assets/code.lua", wrong),
    (app) => app.withFile("assets/code.lua", right),
  );
const documents = (wrong: string, right: string): RuleFixture =>
  appFixture(
    (app) => app.withFile("assets/more.rml", wrong),
    (app) => app.withFile("assets/more.rml", right),
  );
const sheets = (wrong: string, right: string): RuleFixture =>
  appFixture(
    (app) => app.withFile("assets/more.rcss", wrong),
    (app) => app.withFile("assets/more.rcss", right),
  );
const LONG = " ".repeat((2 << 20) + 1);

export const codeFixtures: RuleFixtures = {
  "lua/syntax": bodies('local s = "never closed', 'local s = "closed"'),
  "lua/too-large": bodies(LONG, LONG.slice(1)),
  "lua/dynamic-code": bodies("load('')()", "-- load('')()"),
  "lua/io": bodies('io.open("notes.txt")', 'local self = {} self.io.open("notes.txt")'),
  "lua/os": bodies('os.execute("reboot")', "return os.time()"),
  "lua/debug": bodies("debug.getupvalue(print, 1)", "local debug = true if debug then print(debug) end"),
  "lua/package": bodies('package.loadlib("x.so", "*")', 'print("package.loadlib")'),
  "lua/bytecode": bodies('local code = "\\27LuaT"', 'local code = "Lua"'),
  "lua/obfuscated": bodies(
    `local text = {${String.raw`"\x70\x72\x69\x6e\x74\x28\x29", `.repeat(6)}}`,
    `local text = {${'"print()", '.repeat(6)}}`,
  ),
  "lua/string-handler": bodies(
    'function listen(element, answer) element:AddEventListener("click", answer.body) end',
    'function listen(element, add) element:AddEventListener("click", function(event) add(event) end) end',
  ),
  "lua/pattern-bomb": bodies(
    'function read(text) return text:match("(.-),(.-),(.-);") end',
    'function read(text) return text:match("^([^,]*),([^,]*),([^;]*);") end',
  ),
  "lua/memory-bomb": bodies('local line = ("x"):rep(1e9)', 'local line = ("x"):rep(80)'),
  "lua/doubling": bodies(
    "function pad(line, width) while #line < width do line = line .. line end end",
    'function pad(line, width) while #line < width do line = line .. " " end end',
  ),
  "lua/endless-loop": bodies(
    "local count = 0 while true do count = count + 1 end",
    "local count = 0 while count < 9 do count = count + 1 end",
  ),
  "lua/open-loop": bodies(
    "function run(step) while true do step() end end",
    "function run(step) while step() do end end",
  ),
  "lua/environment": bodies("_G[tostring(1)](1)", "local handlers = {} handlers[tostring(1)](1)"),
  "lua/require": appFixture(
    (app) => app.withFile("assets/code.lua", "require(tostring(1))"),
    (app) => app.withFile("assets/code.lua", 'require("scripts.notes")').withFile("assets/scripts/notes.lua", ""),
  ),
  "lua/markup": bodies(
    "function show(element, name) element.inner_rml = '<p>' .. name end",
    "function show(element, name) element:AppendChild(element.owner_document:CreateTextNode(name)) end",
  ),
  "lua/unknown-global": bodies("print(lst)", "lst = {} print(lst)"),
  "lua/unknown-function": bodies('print(json.parse("[]"))', 'print(json.decode("[]"))'),
  "rml/syntax": documents("<rml><script>print()", "<rml><script>print()</script></rml>"),
  "rml/too-large": documents(LONG, LONG.slice(1)),
  "rml/script-source": appFixture(
    (app) => app.withFile("assets/more.rml", '<script src="theme.txt"/>').withFile("assets/theme.txt", ""),
    (app) => app.withFile("assets/more.rml", '<script src="theme.lua"/>').withFile("assets/theme.lua", ""),
  ),
  "rml/handler": documents('<p onclick="print() end, warn(), function()"/>', '<p onclick="print()"/>'),
  "rml/markup": documents('<p data-rml="note.body"/>', "<p>{{ note.body }}</p>"),
  "rcss/syntax": sheets(".card { width: 10dp", ".card { width: 10dp; }"),
  "rcss/too-large": sheets(LONG, LONG.slice(1)),
};

const twoLanguages = (german: string): ((app: PackageBuilder) => PackageBuilder) => {
  const english = '{"list.add": "Add", "list.title": "Notes"}';
  return (app) =>
    app.with({ default_locale: "en" }).withFile("locales/en.json", english).withFile("locales/de.json", german);
};

const BOTH = '{"list.add": "Neu", "list.title": "Notizen"}';

export const textFixtures: RuleFixtures = {
  "text/unseen": manifestFixture({ name: "Notes\u202e" }),
  "text/blank": manifestFixture({ name: "Notes " }),
  "text/link": manifestFixture(
    { description: ["[site](javascript:alert(1))"] },
    { description: ["[site](https://example.com)"] },
  ),
  "text/html": manifestFixture({ description: ["<b>new</b>"] }, { description: ["**new**, 1 < 2"] }),
  "text/license": manifestFixture({ license: "Apache 2" }, { license: "MIT OR Apache-2.0" }),
  "locale/missing-key": appFixture(
    twoLanguages('{"list.add": "Neu"}'),
    twoLanguages('{"list.add": "Neu", "list.title": "Notizen"}'),
  ),
  "locale/unknown-key": appFixture(
    (app) => twoLanguages(BOTH)(app).withFile("assets/more.rml", "<p>[[list.add]]</p><p>[[lits.title]]</p>"),
    (app) => twoLanguages(BOTH)(app).withFile("assets/code.lua", 'return app.t("list.add")'),
  ),
  "locale/unused-key": appFixture(
    twoLanguages('{"list.add": "Neu", "list.title": "Notizen", "lits.add": "Neu"}'),
    twoLanguages('{"list.add": "Neu", "list.title": "Notizen"}'),
  ),
};
