import { all, type ExpectedFix, replace, type SeededFault, write } from "./seeded-fault.ts";

/** Of an app that has only storage. */
function declares(permission: string): ExpectedFix {
  return {
    says: [`Declares the permission "${permission}".`],
    edit: replace("manifest.json", '"permissions": ["storage"]', `"permissions": ["storage", "${permission}"]`),
  };
}

/** What can be wrong in scripts, documents and style sheets. */
export const codeFaults: readonly SeededFault[] = [
  {
    name: "deleted an `end` too many",
    app: "game",
    edit: replace(
      "assets/scripts/clock.lua",
      "function clock.stop()\n  tick = nil\n  rest()\nend\n",
      "function clock.stop()\n  tick = nil\n  rest()\n",
    ),
    finds: [["lua/syntax", "assets/scripts/clock.lua", 'app.on("resume", go_on)\n\nreturn clock\n¦']],
  },
  {
    name: "ran the calculation as Lua instead of reading it",
    app: "calculator",
    edit: replace(
      "assets/scripts/evaluate.lua",
      "  local list = tokens.of(text)\n",
      '  local quick = load("return " .. text)\n  local list = quick and tokens.of(text)\n',
    ),
    finds: [["lua/dynamic-code", "assets/scripts/evaluate.lua", "local quick = ¦load("]],
  },
  {
    name: "kept the board in a file",
    app: "game",
    edit: replace(
      "assets/scripts/game.lua",
      "  storage.set(KEY, state)\n",
      '  storage.set(KEY, state)\n  io.open("game.txt", "w"):close()\n',
    ),
    finds: [["lua/io", "assets/scripts/game.lua", '  ¦io.open("game.txt"']],
  },
  {
    name: "asked the system for its language",
    app: "weather",
    edit: replace(
      "assets/scripts/dates.lua",
      "local dates = {}\n",
      'local dates = {}\n\ndates.language = os.getenv("LANG")\n',
    ),
    finds: [["lua/os", "assets/scripts/dates.lua", "dates.language = ¦os.getenv"]],
  },
  {
    name: "left the traceback of a debugging session in",
    app: "notes",
    edit: replace("assets/scripts/autosave.lua", "    save()\n", "    print(debug.traceback())\n    save()\n"),
    finds: [["lua/debug", "assets/scripts/autosave.lua", "print(¦debug.traceback"]],
  },
  {
    name: "looked for modules in another folder",
    app: "notes",
    edit: replace(
      "assets/scripts/list_screen.lua",
      'local dates = require("scripts.dates")',
      'package.path = "lib/?.lua"\nlocal dates = require("scripts.dates")',
    ),
    finds: [["lua/package", "assets/scripts/list_screen.lua", '¦package.path = "lib']],
  },
  {
    name: "found a screen by a computed name",
    app: "game",
    edit: replace(
      "assets/scripts/game_screen.lua",
      "function game_screen.restart()\n",
      'function game_screen.restart()\n  local other = _G[state.name .. "_screen"]\n  print(other)\n',
    ),
    finds: [["lua/environment", "assets/scripts/game_screen.lua", "local other = ¦_G[state.name"]],
  },
  {
    name: "chose a module by its name at run time",
    app: "weather",
    edit: replace(
      "assets/scripts/units.lua",
      "local units = {}\n",
      'local units = {}\n\nunits.names = require("scripts." .. storage.get("names"))\n',
    ),
    finds: [["lua/require", "assets/scripts/units.lua", "units.names = ¦require("]],
  },
  {
    name: "put a note together as markup",
    app: "notes",
    edit: replace(
      "assets/scripts/dom.lua",
      "function dom.set_text(element, text)\n  dom.clear(element)\n",
      'function dom.set_text(element, text)\n  element.inner_rml = "<p>" .. text .. "</p>"\n  dom.clear(element)\n',
    ),
    finds: [["lua/markup", "assets/scripts/dom.lua", "element.¦inner_rml"]],
  },
  {
    name: "used the database by another name",
    app: "notes",
    edit: replace(
      "assets/scripts/notes.lua",
      "local deleted\n",
      'local deleted\nlocal store = db\nlocal rows = store.query("SELECT 1")\n',
    ),
    finds: [["permission/undeclared", "assets/scripts/notes.lua", "local rows = ¦store.query"]],
    fix: declares("db"),
  },
  {
    name: "notified without declaring it",
    app: "game",
    edit: replace(
      "assets/scripts/won_screen.lua",
      "  local won = ui.params()\n",
      '  local won = ui.params()\n  notify.show({ title = "Solved" })\n',
    ),
    finds: [["permission/undeclared", "assets/scripts/won_screen.lua", "  ¦notify.show({"]],
    fix: declares("notify"),
  },
  {
    name: "left a box open",
    app: "calculator",
    edit: replace("assets/main.rml", '      <div class="row last">\n', '      <div class="row last">\n        <div>\n'),
    finds: [["rml/syntax", "assets/main.rml", '¦<div class="screen">']],
  },
  {
    name: "pasted a handler that ends its function early",
    app: "weather",
    edit: replace("assets/main.rml", "places_screen.use('metric')", "places_screen.use('metric') end, function()"),
    finds: [["rml/handler", "assets/main.rml", "onclick=\"¦places_screen.use('metric') end, function()"]],
  },
  {
    name: "called an undeclared module from a handler",
    app: "notes",
    edit: replace("assets/main.rml", 'onclick="list_screen.create()"', "onclick=\"telemetry.button_click('add')\""),
    finds: [["permission/undeclared", "assets/main.rml", 'onclick="¦telemetry.button_click']],
    fix: declares("telemetry"),
  },
  {
    name: "took a script from the folder beside the app",
    app: "game",
    edit: replace(
      "assets/won.rml",
      '"scripts/won_screen.lua"></script>',
      '"scripts/won_screen.lua"></script>\n    <script src="../../shared/confetti.lua"></script>',
    ),
    finds: [["package/reference-outside", "assets/won.rml", '<script src="¦../../shared/confetti.lua"']],
  },
  {
    name: "gave a script the ending of a text",
    app: "calculator",
    edit: all(
      replace(
        "assets/copy.rml",
        '"scripts/copy_screen.lua"></script>',
        '"scripts/copy_screen.lua"></script>\n    <script src="scripts/help.txt"></script>',
      ),
      write("assets/scripts/help.txt", "help = {}\n"),
    ),
    finds: [["rml/script-source", "assets/copy.rml", '<script src="¦scripts/help.txt"']],
  },
  {
    name: "named a picture that was never drawn",
    app: "weather",
    edit: replace("assets/forecast.rml", "images/humidity.png", "images/drop.png"),
    finds: [["package/reference-missing", "assets/forecast.rml", 'src="¦images/drop.png"']],
  },
  {
    name: "named a picture in other letters than its file has",
    app: "notes",
    edit: replace("assets/editor.rml", '"images/trash.png"', '"images/Trash.png"'),
    finds: [["package/reference-missing", "assets/editor.rml", 'src="¦images/Trash.png"']],
    fix: { says: ['Spells the path as the file is: "images/trash.png".'], edit: "undo" },
  },
  {
    name: "wrote a property as in CSS",
    app: "calculator",
    edit: replace("assets/history.rcss", "  background-color: #1b3632;\n", "  background-colour: #1b3632;\n"),
    finds: [["rcss/unknown-property", "assets/history.rcss", "  ¦background-colour: #1b3632"]],
  },
  {
    name: "never closed the last rule of a style sheet",
    app: "weather",
    edit: replace(
      "assets/theme.rcss",
      "scrollbarhorizontal {\n  height: 0dp;\n}\n",
      "scrollbarhorizontal {\n  height: 0dp;\n",
    ),
    finds: [["rcss/syntax", "assets/theme.rcss", "scrollbarhorizontal ¦{\n"]],
  },
];
