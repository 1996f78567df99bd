--- Calls a function again and again. It rests while the app is put away.
local ticker = {}

local tick, interval, running

local function rest()
  if running then
    timer.cancel(running)
    running = nil
  end
end

local function go_on()
  if tick and not running then
    tick()
    running = timer.every(interval, tick)
  end
end

--- Replaces what is called; it is called at once, too.
function ticker.start(each, ms)
  rest()
  tick, interval = each, ms
  go_on()
end

function ticker.stop()
  tick = nil
  rest()
end

app.on("pause", rest)
app.on("resume", go_on)

return ticker
