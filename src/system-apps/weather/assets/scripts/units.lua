--- Metric or imperial, remembered. Everything is kept in metric and converted when shown.
local units = {}

local KEY <const> = "units"
local MILES_A_KILOMETRE <const> = 0.621371

local function rounded(number)
  return math.floor(number + 0.5)
end

function units.current()
  return storage.get(KEY) or "metric"
end

--- `system` is "metric" or "imperial".
function units.use(system)
  storage.set(KEY, system)
end

function units.temperature(celsius)
  if units.current() == "imperial" then
    celsius = celsius * 9 / 5 + 32
  end
  return rounded(celsius) .. "°"
end

function units.speed(kilometres_an_hour)
  if units.current() == "imperial" then
    return app.t("unit.mph", { speed = rounded(kilometres_an_hour * MILES_A_KILOMETRE) })
  end
  return app.t("unit.kmh", { speed = rounded(kilometres_an_hour) })
end

return units
