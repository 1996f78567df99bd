--- Dates the way people say them: a time today, a day this year, otherwise with the year.
local dates = {}

local MONTHS <const> = {
  "month.1", "month.2", "month.3", "month.4", "month.5", "month.6",
  "month.7", "month.8", "month.9", "month.10", "month.11", "month.12",
}

--- `when` and `now` are seconds as from os.time().
function dates.friendly(when, now)
  local day, today = os.date("*t", when), os.date("*t", now)
  if day.year == today.year and day.yday == today.yday then
    return app.t("date.today", { time = os.date("%H:%M", when) })
  end
  local key = day.year == today.year and "date.day_month" or "date.day_month_year"
  return app.t(key, { day = day.day, month = app.t(MONTHS[day.month]), year = day.year })
end

return dates
