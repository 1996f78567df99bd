--- The two requests to Open-Meteo. `done` gets (result) or (nil, problem), where problem is
--- "offline" when nothing answered and "server" when the answer is of no use.
local open_meteo = {}

local FORECAST_URL <const> = "https://api.open-meteo.com/v1/forecast"
  .. "?current=temperature_2m,apparent_temperature,relative_humidity_2m,is_day,weather_code,wind_speed_10m"
  .. "&hourly=temperature_2m,weather_code,precipitation_probability,is_day&forecast_hours=24"
  .. "&daily=weather_code,temperature_2m_max,temperature_2m_min,precipitation_probability_max,sunrise,sunset"
  .. "&forecast_days=7&timezone=auto"
local SEARCH_URL <const> = "https://geocoding-api.open-meteo.com/v1/search?count=8&format=json"
local TIMEOUT_MS <const> = 10000

local function encoded(text)
  return (text:gsub("[^%w%-_%.~]", function(character)
    return string.format("%%%02X", character:byte())
  end))
end

--- "2026-11-23T07:41" gives "07:41".
local function clock_of(timestamp)
  return timestamp:sub(12, 16)
end

local function region_of(found)
  if found.admin1 and found.admin1 ~= found.name and found.country then
    return found.admin1 .. ", " .. found.country
  end
  return found.country or found.admin1 or ""
end

local function read_places(answer)
  local places = {}
  for _, found in ipairs(answer.results or {}) do
    places[#places + 1] = {
      id = string.format("%d", found.id),
      name = found.name,
      region = region_of(found),
      latitude = found.latitude,
      longitude = found.longitude,
    }
  end
  return places
end

local function read_hours(hourly)
  local hours = {}
  for index, time in ipairs(hourly.time) do
    if hourly.temperature_2m[index] and hourly.weather_code[index] then
      hours[#hours + 1] = {
        time = clock_of(time),
        temperature = hourly.temperature_2m[index],
        code = math.tointeger(hourly.weather_code[index]),
        chance = hourly.precipitation_probability[index] or 0,
        is_day = hourly.is_day[index] == 1,
      }
    end
  end
  return hours
end

local function read_days(daily)
  local days = {}
  for index, date in ipairs(daily.time) do
    if daily.temperature_2m_max[index] and daily.weather_code[index] then
      days[#days + 1] = {
        date = date,
        code = math.tointeger(daily.weather_code[index]),
        high = daily.temperature_2m_max[index],
        low = daily.temperature_2m_min[index],
        chance = daily.precipitation_probability_max[index] or 0,
        sunrise = clock_of(daily.sunrise[index]),
        sunset = clock_of(daily.sunset[index]),
      }
    end
  end
  return days
end

local function read_now(current)
  return {
    temperature = current.temperature_2m,
    feels = current.apparent_temperature or current.temperature_2m,
    humidity = current.relative_humidity_2m or 0,
    wind = current.wind_speed_10m or 0,
    code = math.tointeger(current.weather_code),
    is_day = current.is_day == 1,
  }
end

local function read_forecast(answer)
  if not (answer.current and answer.hourly and answer.daily) then
    return nil
  end
  local forecast = {
    now = read_now(answer.current),
    hours = read_hours(answer.hourly),
    days = read_days(answer.daily),
  }
  local is_complete = forecast.now.temperature and forecast.now.code and #forecast.days > 0
  return is_complete and forecast or nil
end

local function reply_to(done, read)
  return function(response, err)
    if err then
      return done(nil, "offline")
    end
    local answer = response.status == 200 and json.decode(response.body)
    local result = type(answer) == "table" and read(answer)
    if result then
      done(result)
    else
      done(nil, "server")
    end
  end
end

--- Places called `name`: { id, name, region, latitude, longitude } each, best match first.
function open_meteo.search(name, done)
  network.get({
    url = SEARCH_URL .. "&language=" .. app.locale():sub(1, 2) .. "&name=" .. encoded(name),
    timeout_ms = TIMEOUT_MS,
    done = reply_to(done, read_places),
  })
end

--- The forecast of a place: { now, hours, days }, metric, in the local time of the place.
function open_meteo.forecast(place, done)
  network.get({
    url = FORECAST_URL .. string.format("&latitude=%.4f&longitude=%.4f", place.latitude, place.longitude),
    timeout_ms = TIMEOUT_MS,
    done = reply_to(done, read_forecast),
  })
end

return open_meteo
