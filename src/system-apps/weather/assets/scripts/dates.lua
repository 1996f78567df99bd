--- Days and times as people say them.
local dates = {}

local DAYS <const> = { "day.1", "day.2", "day.3", "day.4", "day.5", "day.6", "day.7" }

--- The weekday of a date such as "2026-11-23".
function dates.weekday(date)
  local year, month, day = date:match("^(%d+)-(%d+)-(%d+)$")
  local noon = os.time({ year = tonumber(year), month = tonumber(month), day = tonumber(day), hour = 12 })
  return app.t(DAYS[os.date("*t", noon).wday])
end

--- The time, with the date unless it is of today. Both are seconds as from os.time().
function dates.moment(when, now)
  local time = os.date("%H:%M", when)
  local day, today = os.date("*t", when), os.date("*t", now)
  if day.year == today.year and day.yday == today.yday then
    return time
  end
  return app.t("date.day_time", { day = day.day, month = day.month, time = time })
end

return dates
