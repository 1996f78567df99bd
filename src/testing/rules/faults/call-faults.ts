import { replace, type SeededFault } from "./seeded-fault.ts";

/** What can be wrong with what code asks of Mosis and of the network. */
export const callFaults: readonly SeededFault[] = [
  {
    name: "mistyped a screen in a handler",
    app: "game",
    edit: replace("assets/main.rml", 'onclick="game_screen.restart()"', 'onclick="game_scren.restart()"'),
    finds: [["lua/unknown-global", "assets/main.rml", 'onclick="¦game_scren.restart()"']],
  },
  {
    name: "deleted a constant that is still used",
    app: "notes",
    edit: replace("assets/scripts/wall.lua", "local CHARACTERS_A_LINE <const> = 19\n", ""),
    finds: [["lua/unknown-global", "assets/scripts/wall.lua", "#text) / ¦CHARACTERS_A_LINE"]],
  },
  {
    name: "called a function that another system has",
    app: "calculator",
    edit: replace(
      "assets/scripts/session.lua",
      "  storage.set(EXPRESSION, text)\n",
      "  storage.put(EXPRESSION, text)\n",
    ),
    finds: [["lua/unknown-function", "assets/scripts/session.lua", "  ¦storage.put(EXPRESSION"]],
  },
  {
    name: "called a function of an older Lua",
    app: "game",
    edit: replace(
      "assets/scripts/board.lua",
      "for index, cell in ipairs(self.cells) do",
      "for index, cell in ipairs(table.pack(table.unpack(self.cells, 1, table.maxn(self.cells)))) do",
    ),
    finds: [["lua/unknown-function", "assets/scripts/board.lua", "self.cells, 1, ¦table.maxn(self.cells)"]],
  },
  {
    name: "asked a server without https",
    app: "weather",
    edit: replace(
      "assets/scripts/open_meteo.lua",
      '"https://api.open-meteo.com/v1/forecast"',
      '"http://api.open-meteo.com/v1/forecast"',
    ),
    finds: [["network/insecure", "assets/scripts/open_meteo.lua", "url = ¦FORECAST_URL"]],
  },
  {
    name: "moved to a server that the manifest does not name",
    app: "weather",
    edit: replace(
      "assets/scripts/open_meteo.lua",
      '"https://geocoding-api.open-meteo.com/v1/search',
      '"https://search.example.org/v1/search',
    ),
    finds: [["network/undeclared-host", "assets/scripts/open_meteo.lua", "url = ¦SEARCH_URL"]],
  },
  {
    name: "kept the address of a server in storage",
    app: "weather",
    edit: replace("assets/scripts/open_meteo.lua", "url = SEARCH_URL ..", 'url = storage.get("server") ..'),
    finds: [["network/computed-host", "assets/scripts/open_meteo.lua", 'url = ¦storage.get("server")']],
  },
  {
    name: "copied a result without declaring a permission that people are asked for",
    app: "calculator",
    edit: replace(
      "assets/scripts/calculator_screen.lua",
      '  telemetry.button_click("equals")\n',
      '  telemetry.button_click("equals")\n  clipboard.write(expression)\n',
    ),
    finds: [["permission/undeclared", "assets/scripts/calculator_screen.lua", "  ¦clipboard.write(expression)"]],
  },
];
