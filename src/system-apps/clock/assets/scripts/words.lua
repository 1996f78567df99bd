--- Times, days and spans as people write them.
local words = {}

local DAYS <const> = { "day.1", "day.2", "day.3", "day.4", "day.5", "day.6", "day.7" }
local SHORT_DAYS <const> = { "short.1", "short.2", "short.3", "short.4", "short.5", "short.6", "short.7" }
local MONTHS <const> = {
  "month.1", "month.2", "month.3", "month.4", "month.5", "month.6",
  "month.7", "month.8", "month.9", "month.10", "month.11", "month.12",
}
local WEEK_DAYS <const> = 7
local HOUR_SECONDS <const> = 3600
local MINUTE_SECONDS <const> = 60

function words.time(hour, minute)
  return string.format("%02d:%02d", hour, minute)
end

--- `date` is one of os.date("*t").
function words.date(date)
  return app.t("date.long", { weekday = app.t(DAYS[date.wday]), day = date.day, month = app.t(MONTHS[date.month]) })
end

--- A weekday in few letters, from 1 for Sunday as in os.date("*t").
function words.short_day(wday)
  return app.t(SHORT_DAYS[wday])
end

--- Which days an alarm rings on.
function words.days(days)
  if #days == 0 then
    return app.t("days.once")
  elseif #days == WEEK_DAYS then
    return app.t("days.all")
  end
  local names = {}
  for _, wday in ipairs(days) do
    names[#names + 1] = words.short_day(wday)
  end
  return table.concat(names, ", ")
end

--- A span of seconds in hours and minutes, rounded up: "7 h 25 min".
function words.span(seconds)
  local minutes = (seconds + MINUTE_SECONDS - 1) // MINUTE_SECONDS
  local hours = minutes // MINUTE_SECONDS
  if hours == 0 then
    return app.t("span.minutes", { minutes = minutes })
  elseif minutes % MINUTE_SECONDS == 0 then
    return app.t("span.hours", { hours = hours })
  end
  return app.t("span.both", { hours = hours, minutes = minutes % MINUTE_SECONDS })
end

--- Seconds as "2:05", or "1:02:05" from an hour on.
function words.count(seconds)
  local hours, minutes = seconds // HOUR_SECONDS, seconds % HOUR_SECONDS // MINUTE_SECONDS
  if hours > 0 then
    return string.format("%d:%02d:%02d", hours, minutes, seconds % MINUTE_SECONDS)
  end
  return string.format("%d:%02d", minutes, seconds % MINUTE_SECONDS)
end

--- How far the clocks of a place are from here: "+5:45", or "same time".
function words.difference(seconds)
  if seconds == 0 then
    return app.t("world.same")
  end
  local minutes = math.abs(seconds) // MINUTE_SECONDS
  local rest = minutes % MINUTE_SECONDS
  local text = string.format(rest == 0 and "%d" or "%d:%02d", minutes // MINUTE_SECONDS, rest)
  return app.t(seconds > 0 and "world.ahead" or "world.behind", { hours = text })
end

return words
