--- The stopwatch and its laps.
local dom = require("scripts.dom")
local stopwatch = require("scripts.stopwatch")
local words = require("scripts.words")

local TENTHS <const> = 10

local screen

local function element(id)
  return screen:GetElementById(id)
end

local function text_of(tenths)
  return string.format("%s%s%d", words.count(tenths // TENTHS), app.t("number.point"), tenths % TENTHS)
end

local function add_lap(list, number, lap, total)
  local row = dom.add(list, "div", "lap")
  dom.set_text(dom.add(row, "p", "lap-name"), app.t("stopwatch.lap_number", { number = number }))
  dom.set_text(dom.add(row, "p", "lap-time"), text_of(lap))
  dom.set_text(dom.add(row, "p", "lap-time"), text_of(total))
end

local function render_laps(laps)
  local list = element("laps")
  dom.clear(list)
  for number = #laps, 1, -1 do
    add_lap(list, number, laps[number] - (laps[number - 1] or 0), laps[number])
  end
end

local function render()
  local state = stopwatch.state()
  local is_used = state.running or state.tenths > 0
  dom.set_text(element("stopwatch_time"), text_of(state.tenths))
  dom.set_text(element("stopwatch_lap"), app.t(state.running and "stopwatch.lap" or "stopwatch.reset"))
  dom.set_text(element("stopwatch_go"), app.t(state.running and "stopwatch.stop" or "stopwatch.start"))
  element("stopwatch_go"):SetClass("running", state.running)
  dom.set_visible(element("stopwatch_lap"), is_used)
  render_laps(state.laps)
end

stopwatch_panel = { interval_ms = 100 }

function stopwatch_panel.show(document)
  screen = document
  render()
end

function stopwatch_panel.tick(now)
  stopwatch.tick(now)
  dom.set_text(element("stopwatch_time"), text_of(stopwatch.state().tenths))
end

function stopwatch_panel.toggle()
  if stopwatch.state().running then
    stopwatch.stop()
  else
    stopwatch.start(os.time())
  end
  render()
end

function stopwatch_panel.lap_or_reset()
  if stopwatch.state().running then
    stopwatch.lap()
  else
    stopwatch.reset()
  end
  render()
end

return stopwatch_panel
