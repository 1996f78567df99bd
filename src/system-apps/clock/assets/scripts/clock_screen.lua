--- The four panels and the tabs below them: main.rml. Notifications open it with { tab }.
local alarms = require("scripts.alarms")
local dom = require("scripts.dom")
local ticker = require("scripts.ticker")

local PANELS <const> = {
  world = require("scripts.world_panel"),
  alarms = require("scripts.alarms_panel"),
  stopwatch = require("scripts.stopwatch_panel"),
  timer = require("scripts.timer_panel"),
}
local TAB <const> = "tab"

local screen

clock_screen = {}

function clock_screen.open(name)
  storage.set(TAB, name)
  for each in pairs(PANELS) do
    dom.set_visible(screen:GetElementById(each), each == name)
    screen:GetElementById("tab_" .. each):SetClass("chosen", each == name)
  end
  local panel = PANELS[name]
  panel.show(screen)
  ticker.start(function()
    panel.tick(os.time())
  end, panel.interval_ms)
end

function clock_screen.show(document)
  local is_first = screen == nil
  screen = document
  alarms.refresh(os.time())
  clock_screen.open(is_first and ui.params().tab or storage.get(TAB) or "world")
end

function clock_screen.hide()
  ticker.stop()
end
