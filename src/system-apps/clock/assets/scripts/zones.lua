--- How far the clocks of a place are from UTC, summer time included.
local calendar = require("scripts.calendar")

local zones = {}

local HOUR <const> = 3600
local MINUTE <const> = 60

--- When summer time begins and ends in a year, as moments. `offset` is the winter one, in seconds.
local RULES <const> = {
  --- Directive 2000/84/EC: everywhere at 01:00 UTC.
  europe = function(year)
    return calendar.sunday_from(year, 3, 25) + HOUR, calendar.sunday_from(year, 10, 25) + HOUR
  end,
  --- Energy Policy Act of 2005: at 02:00 on the clocks of the place.
  america = function(year, offset)
    return calendar.sunday_from(year, 3, 8) + 2 * HOUR - offset, calendar.sunday_from(year, 11, 1) + HOUR - offset
  end,
  --- South-eastern Australia: at 02:00 winter time.
  australia = function(year, offset)
    return calendar.sunday_from(year, 10, 1) + 2 * HOUR - offset, calendar.sunday_from(year, 4, 1) + 2 * HOUR - offset
  end,
  --- New Zealand: at 02:00 winter time.
  new_zealand = function(year, offset)
    return calendar.sunday_from(year, 9, 24) + 2 * HOUR - offset, calendar.sunday_from(year, 4, 1) + 2 * HOUR - offset
  end,
}

local function is_summer(rule, moment, offset)
  local start, finish = RULES[rule](calendar.year(moment + offset), offset)
  if start < finish then
    return moment >= start and moment < finish
  end
  -- South of the equator summer goes over the turn of the year.
  return moment >= start or moment < finish
end

--- Seconds that the clocks of a place are ahead of UTC at a moment. A place has `minutes` in winter, and `summer` where it
--- has summer time.
function zones.offset(place, moment)
  local offset = place.minutes * MINUTE
  if place.summer and is_summer(place.summer, moment, offset) then
    return offset + HOUR
  end
  return offset
end

--- Seconds that the clocks of this phone are ahead of UTC at a moment.
function zones.here(moment)
  local here = os.date("*t", moment)
  return calendar.moment(here.year, here.month, here.day, here.hour, here.min, here.sec) - moment
end

return zones
