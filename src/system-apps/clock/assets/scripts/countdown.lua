--- The timer: { total, left } while it rests, { total, ends, ring } while it runs; nil before a time was chosen.
local countdown = {}

local KEY <const> = "countdown"
local MINUTE_SECONDS <const> = 60

local function state()
  return storage.get(KEY)
end

local function run(total, left, now)
  local ends = now + left
  local ring = notify.schedule({ title = app.t("timer.rings"), at = ends, params = { tab = "timer" } })
  storage.set(KEY, { total = total, ends = ends, ring = ring })
end

function countdown.start(minutes, now)
  run(minutes * MINUTE_SECONDS, minutes * MINUTE_SECONDS, now)
end

--- Whole seconds left and in all, and whether it runs; nil when there is none, or when it has rung.
function countdown.read(now)
  local self = state()
  if not self then
    return nil
  end
  local left = self.ends and self.ends - now or self.left
  if left <= 0 then
    storage.remove(KEY)
    return nil
  end
  return left, self.total, self.ends ~= nil
end

function countdown.pause(now)
  local self = state()
  notify.cancel(self.ring)
  storage.set(KEY, { total = self.total, left = self.ends - now })
end

function countdown.go_on(now)
  local self = state()
  run(self.total, self.left, now)
end

function countdown.cancel()
  local self = state()
  if self and self.ring then
    notify.cancel(self.ring)
  end
  storage.remove(KEY)
end

return countdown
