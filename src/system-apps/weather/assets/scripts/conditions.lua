--- What a WMO weather code (table 4677, as Open-Meteo uses it) is called and looks like.
local conditions = {}

local DAY_AND_NIGHT <const> = {
  clear = {
    text = "condition.clear",
    day = { picture = "images/clear-day.png", sky = "clear-day" },
    night = { picture = "images/clear-night.png", sky = "clear-night" },
  },
  partly = {
    text = "condition.partly",
    day = { picture = "images/partly-day.png", sky = "clear-day" },
    night = { picture = "images/partly-night.png", sky = "clear-night" },
  },
  cloudy = {
    text = "condition.cloudy",
    day = { picture = "images/cloudy.png", sky = "cloudy-day" },
    night = { picture = "images/cloudy.png", sky = "cloudy-night" },
  },
  fog = {
    text = "condition.fog",
    day = { picture = "images/fog.png", sky = "cloudy-day" },
    night = { picture = "images/fog.png", sky = "cloudy-night" },
  },
}

local ALWAYS <const> = {
  drizzle = { text = "condition.drizzle", picture = "images/drizzle.png", sky = "rain" },
  freezing = { text = "condition.freezing_rain", picture = "images/rain.png", sky = "rain" },
  rain = { text = "condition.rain", picture = "images/rain.png", sky = "rain" },
  showers = { text = "condition.showers", picture = "images/rain.png", sky = "rain" },
  snow = { text = "condition.snow", picture = "images/snow.png", sky = "snow" },
  thunder = { text = "condition.thunder", picture = "images/thunder.png", sky = "storm" },
}

local KIND_OF_CODE <const> = {
  [0] = "clear", [1] = "clear", [2] = "partly", [3] = "cloudy",
  [45] = "fog", [48] = "fog",
  [51] = "drizzle", [53] = "drizzle", [55] = "drizzle",
  [56] = "freezing", [57] = "freezing", [66] = "freezing", [67] = "freezing",
  [61] = "rain", [63] = "rain", [65] = "rain",
  [71] = "snow", [73] = "snow", [75] = "snow", [77] = "snow", [85] = "snow", [86] = "snow",
  [80] = "showers", [81] = "showers", [82] = "showers",
  [95] = "thunder", [96] = "thunder", [99] = "thunder",
}

--- Returns { text = locale key, picture, sky = class of the background }.
function conditions.describe(code, is_day)
  local kind = KIND_OF_CODE[code] or "cloudy"
  local two = DAY_AND_NIGHT[kind]
  if not two then
    return ALWAYS[kind]
  end
  local look = is_day and two.day or two.night
  return { text = two.text, picture = look.picture, sky = look.sky }
end

return conditions
