import { replace, type SeededFault } from "./seeded-fault.ts";

const { raw } = String;

/** What can be wrong with code that stops the phone, or that nobody can read. */
export const dangerFaults: readonly SeededFault[] = [
  {
    name: "waited for a moment in a loop",
    app: "game",
    edit: replace(
      "assets/scripts/game_screen.lua",
      "  celebration = nil\n  local record",
      "  celebration = nil\n  local waited = 0\n  while true do\n    waited = waited + 1\n  end\n  local record",
    ),
    finds: [["lua/endless-loop", "assets/scripts/game_screen.lua", "  ¦while true do\n    waited"]],
  },
  {
    name: "asked again and again until there is an answer",
    app: "weather",
    edit: replace(
      "assets/scripts/forecast_screen.lua",
      "  render(forecasts.last(place))\n  refresh()\nend",
      "  render(forecasts.last(place))\n  while true do\n    refresh()\n  end\nend",
    ),
    finds: [["lua/open-loop", "assets/scripts/forecast_screen.lua", "  ¦while true do\n    refresh()"]],
  },
  {
    name: "reserved more room than a phone has",
    app: "notes",
    edit: replace("assets/scripts/text.lua", "local text = {}\n", 'local text = {}\n\ntext.padding = (" "):rep(1e9)\n'),
    finds: [["lua/memory-bomb", "assets/scripts/text.lua", 'text.padding = ¦(" "):rep(1e9)']],
  },
  {
    name: "filled a line by doubling it",
    app: "calculator",
    edit: replace(
      "assets/scripts/numbers.lua",
      "  return table.concat(groups, separator)\n",
      "  local line = table.concat(groups, separator)\n  while #line < head do\n    line = line .. line\n  end\n  return line\n",
    ),
    finds: [["lua/doubling", "assets/scripts/numbers.lua", "line = ¦line .. line"]],
  },
  {
    name: "took a line apart with a pattern that tries every way",
    app: "weather",
    edit: replace("assets/scripts/dates.lua", 'date:match("^(%d+)-(%d+)-(%d+)$")', 'date:match("(.-)-(.-)-(.-);")'),
    finds: [["lua/pattern-bomb", "assets/scripts/dates.lua", 'date:match(¦"(.-)-(.-)-(.-);")']],
  },
  {
    name: "gave a listener whatever was stored",
    app: "notes",
    edit: replace(
      "assets/scripts/list_screen.lua",
      '  box:AddEventListener("click", function()',
      '  box:AddEventListener("focus", storage.get("on_focus"))\n  box:AddEventListener("click", function()',
    ),
    finds: [["lua/string-handler", "assets/scripts/list_screen.lua", 'AddEventListener("focus", ¦storage.get']],
  },
  {
    name: "ran a tool that hides names and texts",
    app: "gallery",
    edit: replace(
      "assets/scripts/bundle.lua",
      "return {\n",
      `local _0x1f = { ${raw`"\x69\x6d\x61\x67\x65\x73\x2f\x6c\x61\x6b\x65", `.repeat(6)}}\nprint(_0x1f[1])\n\nreturn {\n`,
    ),
    finds: [["lua/obfuscated", "assets/scripts/bundle.lua", "local _0x1f = { ¦"]],
  },
  {
    name: "kept compiled code in a text",
    app: "clock",
    edit: replace(
      "assets/scripts/words.lua",
      "local words = {}\n",
      `local words = {}\n\nwords.code = "${raw`\27Lua\84`}"\n`,
    ),
    finds: [["lua/bytecode", "assets/scripts/words.lua", 'words.code = ¦"']],
  },
];
