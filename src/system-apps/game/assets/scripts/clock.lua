--- Counts the seconds of play. It rests while the app is put away.
local clock = {}

local SECOND_MS <const> = 1000

local tick, interval

local function rest()
  if interval then
    timer.cancel(interval)
    interval = nil
  end
end

local function go_on()
  if tick and not interval then
    interval = timer.every(SECOND_MS, tick)
  end
end

--- Calls `each_second` every second, until stop(). Starting twice changes nothing.
function clock.start(each_second)
  tick = each_second
  go_on()
end

function clock.stop()
  tick = nil
  rest()
end

--- Seconds as minutes and seconds, "2:05".
function clock.text(seconds)
  return string.format("%d:%02d", seconds // 60, seconds % 60)
end

app.on("pause", rest)
app.on("resume", go_on)

return clock
