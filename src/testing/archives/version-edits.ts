// What the next versions of the first-party apps could change: the text of real files, edited as their developer would.

/** A new text for a file, made from its old one; `""` where there was none. */
export type Edits = Readonly<Record<string, (text: string) => string>>;

export const notesFix: Edits = {
  "assets/scripts/list_screen.lua": all(
    replaced("local UNDO_MS <const> = 6000", "local UNDO_MS <const> = 8000"),
    replaced(
      "  query = text.trim(event.parameters.value)\n  render()\n",
      "  local wanted = text.trim(event.parameters.value)\n  if wanted ~= query then\n    query = wanted\n    render()\n  end\n",
    ),
  ),
};

export const notesFeature: Edits = {
  "assets/scripts/order.lua": created(`--- The order of the notes on the wall, remembered.
local order = {}

local KEY <const> = "order"

local function latest_first(a, b)
  if a.updated ~= b.updated then
    return a.updated > b.updated
  end
  return a.id > b.id
end

local function by_title(a, b)
  if a.title ~= b.title then
    return a.title < b.title
  end
  return latest_first(a, b)
end

function order.current()
  return storage.get(KEY) or "latest"
end

--- Goes on to the other order.
function order.toggle()
  storage.set(KEY, order.current() == "latest" and "title" or "latest")
end

--- Pinned notes come first in any order.
function order.compare(a, b)
  if a.pinned ~= b.pinned then
    return a.pinned
  end
  return (order.current() == "title" and by_title or latest_first)(a, b)
end

return order
`),
  "assets/scripts/notes.lua": all(
    replaced(
      'local text = require("scripts.text")',
      'local order = require("scripts.order")\nlocal text = require("scripts.text")',
    ),
    replaced("table.sort(found, newest_first)", "table.sort(found, order.compare)"),
    replaced(
      "--- Every note, pinned ones first, then the latest.",
      "--- Every note in the order chosen, pinned ones first.",
    ),
  ),
  "assets/scripts/list_screen.lua": all(
    replaced(
      'local text = require("scripts.text")',
      'local order = require("scripts.order")\nlocal text = require("scripts.text")',
    ),
    replaced(
      "function list_screen.create()",
      'function list_screen.reorder()\n  order.toggle()\n  render()\n  ui.toast(app.t("list.order." .. order.current()))\nend\n\nfunction list_screen.create()',
    ),
  ),
  "assets/main.rml": replaced(
    '        <p id="count" class="count"></p>\n',
    '        <p id="count" class="count"></p>\n        <button class="order" onclick="list_screen.reorder()">[[list.order]]</button>\n',
  ),
  "assets/list.rcss": replaced(
    ".search {",
    ".order {\n  height: 32dp;\n  margin-top: 6dp;\n  padding: 0dp 14dp 0dp 14dp;\n  border-radius: 16dp;\n  color: #6f6862;\n  background-color: #f1e9dc;\n}\n\n.search {",
  ),
  "locales/en.json": replaced(
    '  "list.restored"',
    '  "list.order": "Sort",\n  "list.order.latest": "Latest first",\n  "list.order.title": "By title",\n  "list.restored"',
  ),
  "locales/es.json": replaced(
    '  "list.restored"',
    '  "list.order": "Ordenar",\n  "list.order.latest": "Las últimas primero",\n  "list.order.title": "Por título",\n  "list.restored"',
  ),
};

export const weatherFix: Edits = {
  "assets/scripts/open_meteo.lua": all(
    replaced("local TIMEOUT_MS <const> = 10000", "local TIMEOUT_MS <const> = 15000"),
    replaced(
      "    wind = current.wind_speed_10m or 0,\n    code = math.tointeger(current.weather_code),\n",
      "    wind = math.max(current.wind_speed_10m or 0, 0),\n    code = math.tointeger(current.weather_code) or 0,\n",
    ),
    replaced(
      "    local answer = response.status == 200 and json.decode(response.body)\n",
      '    if response.status == 429 then\n      return done(nil, "busy")\n    end\n    local answer = response.status == 200 and json.decode(response.body)\n',
    ),
  ),
};

export const weatherFeature: Edits = {
  "assets/scripts/uv.lua":
    created(`--- The ultraviolet index in words, after the bands of the World Health Organization.
local uv = {}

local BANDS <const> = {
  { below = 3, text = "uv.low" },
  { below = 6, text = "uv.moderate" },
  { below = 8, text = "uv.high" },
  { below = 11, text = "uv.very_high" },
}

--- The key of the text for an index of at least 0.
function uv.describe(index)
  for _, band in ipairs(BANDS) do
    if index < band.below then
      return band.text
    end
  end
  return "uv.extreme"
end

return uv
`),
  "assets/scripts/open_meteo.lua": all(
    replaced("is_day,weather_code,wind_speed_10m", "is_day,weather_code,wind_speed_10m,uv_index"),
    replaced(
      "    wind = current.wind_speed_10m or 0,\n",
      "    wind = current.wind_speed_10m or 0,\n    uv = current.uv_index or 0,\n",
    ),
  ),
  "assets/scripts/forecast_screen.lua": all(
    replaced(
      'local units = require("scripts.units")',
      'local units = require("scripts.units")\nlocal uv = require("scripts.uv")',
    ),
    replaced('  set("sunrise"', '  set("uv", app.t(uv.describe(now.uv)))\n  set("sunrise"'),
  ),
  "assets/forecast.rml": replaced(
    '          <p class="credit">',
    '          <div class="facts">\n            <div class="fact">\n              <img class="fact-icon" src="images/clear-day.png"/>\n              <div>\n                <p class="fact-name">[[forecast.uv]]</p>\n                <p id="uv" class="fact-value"></p>\n              </div>\n            </div>\n          </div>\n\n          <p class="credit">',
  ),
  "assets/forecast.rcss": (text) => `${text}\n.fact-value.strong {\n  color: #b3261e;\n  font-weight: bold;\n}\n`,
  "locales/en.json": all(
    replaced('  "forecast.wind"', '  "forecast.uv": "UV index",\n  "forecast.wind"'),
    replaced(
      '  "unit.percent": "{percent}%"',
      '  "unit.percent": "{percent}%",\n  "uv.extreme": "Extreme",\n  "uv.high": "High",\n  "uv.low": "Low",\n  "uv.moderate": "Moderate",\n  "uv.very_high": "Very high"',
    ),
  ),
  "locales/de.json": all(
    replaced('  "forecast.wind"', '  "forecast.uv": "UV-Index",\n  "forecast.wind"'),
    replaced(
      '  "unit.percent": "{percent} %"',
      '  "unit.percent": "{percent} %",\n  "uv.extreme": "Extrem",\n  "uv.high": "Hoch",\n  "uv.low": "Niedrig",\n  "uv.moderate": "Mäßig",\n  "uv.very_high": "Sehr hoch"',
    ),
  ),
};

export const gameFix: Edits = {
  "assets/scripts/game_screen.lua": all(
    replaced("local CELEBRATE_AFTER_MS <const> = 420", "local CELEBRATE_AFTER_MS <const> = 600"),
    replaced(
      "function game_screen.start(size)\n  stop()\n",
      "function game_screen.start(size)\n  if celebration then\n    return\n  end\n  stop()\n",
    ),
  ),
};

export const gameFeature: Edits = {
  "assets/scripts/undo.lua": created(`--- The numbers slid, so that moves can be taken back.
local undo = {}

local MOST <const> = 200

local slid = {}

function undo.clear()
  slid = {}
end

--- Notes that \`number\` was slid.
function undo.push(number)
  slid[#slid + 1] = number
  if #slid > MOST then
    table.remove(slid, 1)
  end
end

--- The number to slide back, or nil.
function undo.pop()
  return table.remove(slid)
end

return undo
`),
  "assets/scripts/game_screen.lua": all(
    replaced(
      'local game = require("scripts.game")',
      'local game = require("scripts.game")\nlocal undo = require("scripts.undo")',
    ),
    replaced("    return\n  end\n  render_tiles()\n", "    return\n  end\n  undo.push(number)\n  render_tiles()\n"),
    replaced(
      "function game_screen.restart()",
      "function game_screen.undo()\n  local number = undo.pop()\n  if number and game.slide(number) then\n    render_tiles()\n    render_scores()\n  end\nend\n\nfunction game_screen.restart()",
    ),
  ),
  "assets/main.rml": replaced(
    '      <button class="main-button"',
    '      <button class="second-button" onclick="game_screen.undo()">[[game.undo]]</button>\n      <button class="main-button"',
  ),
  "assets/game.rcss": (text) =>
    `${text}\n.second-button {\n  height: 40dp;\n  margin: 0dp 20dp 8dp 20dp;\n  border-radius: 20dp;\n  color: #4a4458;\n}\n`,
  "locales/en.json": replaced('  "won.again"', '  "game.undo": "Take back",\n  "won.again"'),
  "locales/es.json": replaced('  "won.again"', '  "game.undo": "Deshacer",\n  "won.again"'),
};

/** Puts a text in the place of another one, which has to be there. */
export function replaced(old: string, next: string): (text: string) => string {
  return (text) => {
    if (!text.includes(old)) throw new TypeError(`there is no ${JSON.stringify(old)} any more: mend this pair`);
    return text.replace(old, () => next);
  };
}

function all(...edits: readonly ((text: string) => string)[]): (text: string) => string {
  return (text) => edits.reduce((edited, edit) => edit(edited), text);
}

function created(text: string): () => string {
  return () => text;
}
