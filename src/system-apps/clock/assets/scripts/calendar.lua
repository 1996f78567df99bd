--- The Gregorian calendar in whole numbers. Moments are seconds as from os.time(), which counts in UTC.
local calendar = {}

local DAY_SECONDS <const> = 86400
local HOUR_SECONDS <const> = 3600
local MINUTE_SECONDS <const> = 60
--- Days from 0000-03-01, where a year begins so that leap days come last, to 1970-01-01.
local DAYS_TO_EPOCH <const> = 719468
local ERA_DAYS <const> = 146097

--- Days from 1970-01-01 to a date (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
local function days_of(year, month, day)
  local shifted = month <= 2 and year - 1 or year
  local era = shifted // 400
  local year_of_era = shifted - era * 400
  local day_of_year = (153 * (month + (month > 2 and -3 or 9)) + 2) // 5 + day - 1
  local day_of_era = year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year
  return era * ERA_DAYS + day_of_era - DAYS_TO_EPOCH
end

--- The moment of a date and time in UTC.
function calendar.moment(year, month, day, hour, minute, second)
  return days_of(year, month, day) * DAY_SECONDS
    + (hour or 0) * HOUR_SECONDS
    + (minute or 0) * MINUTE_SECONDS
    + (second or 0)
end

--- The year of a moment in UTC.
function calendar.year(moment)
  local days = moment // DAY_SECONDS + DAYS_TO_EPOCH
  local era = days // ERA_DAYS
  local day_of_era = days - era * ERA_DAYS
  local year_of_era = (day_of_era - day_of_era // 1460 + day_of_era // 36524 - day_of_era // 146096) // 365
  local day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
  -- From the first of January on it is the next year.
  return year_of_era + era * 400 + (day_of_year >= 306 and 1 or 0)
end

--- Whole days since 1970-01-01, for telling today from tomorrow.
function calendar.day(moment)
  return moment // DAY_SECONDS
end

--- Hour, minute and second of a moment in UTC.
function calendar.clock(moment)
  local rest = moment % DAY_SECONDS
  return rest // HOUR_SECONDS, rest % HOUR_SECONDS // MINUTE_SECONDS, rest % MINUTE_SECONDS
end

--- 0 for Sunday.
local function weekday(days)
  return (days + 4) % 7
end

--- The moment when the first Sunday of a month begins, on or after `day`.
function calendar.sunday_from(year, month, day)
  local days = days_of(year, month, day)
  return (days + (7 - weekday(days)) % 7) * DAY_SECONDS
end

return calendar
