--- When alarms ring. An alarm has `hour` and `minute`, `days` it rings on, from 1 for Sunday as in os.date("*t"), none for
--- once, and `since`, the moment it was switched on.
local schedule = {}

local WEEK_DAYS <const> = 7
--- An app may have 64 notifications that wait; some are left for the timer.
local MOST <const> = 60

local function rings_on(alarm, wday)
  if #alarm.days == 0 then
    return true
  end
  for _, day in ipairs(alarm.days) do
    if day == wday then
      return true
    end
  end
  return false
end

--- The first moment after `now` at which the alarm rings.
function schedule.next(alarm, now)
  local today = os.date("*t", now)
  for ahead = 0, WEEK_DAYS do
    local moment = os.time({
      year = today.year,
      month = today.month,
      day = today.day + ahead,
      hour = alarm.hour,
      min = alarm.minute,
      sec = 0,
    })
    if moment > now and rings_on(alarm, os.date("*t", moment).wday) then
      return moment
    end
  end
end

--- Whether an alarm that rings once has done so.
function schedule.is_over(alarm, now)
  return #alarm.days == 0 and schedule.next(alarm, alarm.since) <= now
end

--- What rings next of all alarms that are on: { alarm, at }, the soonest first. Of those that repeat, a week.
function schedule.plan(alarms, now)
  local rings = {}
  for _, alarm in ipairs(alarms) do
    if alarm.on then
      local at = schedule.next(alarm, now)
      for _ = 1, math.max(#alarm.days, 1) do
        rings[#rings + 1] = { alarm = alarm, at = at }
        at = schedule.next(alarm, at)
      end
    end
  end
  table.sort(rings, function(a, b)
    return a.at < b.at
  end)
  return table.move(rings, 1, math.min(#rings, MOST), 1, {})
end

return schedule
