--- A stopwatch: { running, tenths, started, laps }. Timers tick in tenths but may come late or not at all while the app is put
--- away; the clock only knows seconds but never stops. So tenths are counted, and set right by the clock.
local stopwatch = {}

local KEY <const> = "stopwatch"
local TENTHS <const> = 10
--- The clock may be this much further than what was counted from its last full second on.
local SLACK_TENTHS <const> = 10

local state

local function keep()
  storage.set(KEY, state)
end

--- The state; laps are tenths since the start, the oldest first.
function stopwatch.state()
  state = state or storage.get(KEY) or { running = false, tenths = 0, laps = {} }
  return state
end

function stopwatch.start(now)
  local self = stopwatch.state()
  self.running = true
  self.started = now - self.tenths // TENTHS
  keep()
end

function stopwatch.stop()
  stopwatch.state().running = false
  keep()
end

--- One tenth later, or as much later as the clock says.
function stopwatch.tick(now)
  local self = stopwatch.state()
  if not self.running then
    return
  end
  self.tenths = self.tenths + 1
  local clock = (now - self.started) * TENTHS
  if math.abs(clock - self.tenths) > SLACK_TENTHS then
    self.tenths = clock
  end
end

function stopwatch.lap()
  local self = stopwatch.state()
  self.laps[#self.laps + 1] = self.tenths
  keep()
end

function stopwatch.reset()
  state = { running = false, tenths = 0, laps = {} }
  keep()
end

return stopwatch
