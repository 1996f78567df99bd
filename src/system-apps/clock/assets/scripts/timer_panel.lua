--- The timer.
local countdown = require("scripts.countdown")
local dom = require("scripts.dom")
local words = require("scripts.words")

local PERCENT <const> = 100

local screen

local function element(id)
  return screen:GetElementById(id)
end

timer_panel = { interval_ms = 1000 }

function timer_panel.show(document)
  screen = document
  timer_panel.tick(os.time())
end

function timer_panel.tick(now)
  local left, total, is_running = countdown.read(now)
  dom.set_text(element("timer_time"), words.count(left or 0))
  element("timer_bar").style.width = string.format("%.1f%%", left and left / total * PERCENT or 0)
  dom.set_visible(element("presets"), not left)
  dom.set_visible(element("timer_hint"), not left)
  dom.set_visible(element("timer_cancel"), left ~= nil)
  dom.set_visible(element("timer_go"), left ~= nil)
  dom.set_text(element("timer_go"), app.t(is_running and "timer.pause" or "timer.go_on"))
  element("timer_go"):SetClass("running", is_running or false)
end

function timer_panel.choose(minutes)
  countdown.start(minutes, os.time())
  timer_panel.tick(os.time())
end

function timer_panel.toggle()
  local now = os.time()
  local left, _, is_running = countdown.read(now)
  if left and is_running then
    countdown.pause(now)
  elseif left then
    countdown.go_on(now)
  end
  timer_panel.tick(now)
end

function timer_panel.cancel()
  countdown.cancel()
  timer_panel.tick(os.time())
end

return timer_panel
