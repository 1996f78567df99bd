--- The forecast of one place: forecast.rml. Opened with { id }.
local conditions = require("scripts.conditions")
local dates = require("scripts.dates")
local dom = require("scripts.dom")
local forecasts = require("scripts.forecasts")
local places = require("scripts.places")
local problems = require("scripts.problems")
local resume = require("scripts.resume")
local units = require("scripts.units")

local CHANCE_WORTH_SHOWING <const> = 10
local SCALE_PERCENT <const> = 100

local screen
local place

local function element(id)
  return screen:GetElementById(id)
end

local function set(id, text)
  dom.set_text(element(id), text)
end

local function percent(value)
  return app.t("unit.percent", { percent = math.floor(value + 0.5) })
end

local function chance_text(chance)
  return chance >= CHANCE_WORTH_SHOWING and percent(chance) or ""
end

local function render_now(now, today)
  local look = conditions.describe(now.code, now.is_day)
  element("sky").class_name = "screen " .. look.sky
  element("picture"):SetAttribute("src", look.picture)
  set("temperature", units.temperature(now.temperature))
  set("condition", app.t(look.text))
  set(
    "feels",
    app.t("forecast.feels", { temperature = units.temperature(now.feels) })
      .. " · "
      .. app.t("forecast.range", { high = units.temperature(today.high), low = units.temperature(today.low) })
  )
end

local function render_hours(hours)
  local strip = element("hours")
  dom.clear(strip)
  for index, hour in ipairs(hours) do
    local look = conditions.describe(hour.code, hour.is_day)
    local column = dom.add(strip, "div", "hour")
    dom.set_text(dom.add(column, "p", "hour-time"), index == 1 and app.t("forecast.now") or hour.time)
    dom.add(column, "img", "hour-picture"):SetAttribute("src", look.picture)
    dom.set_text(dom.add(column, "p", "hour-temperature"), units.temperature(hour.temperature))
    dom.set_text(dom.add(column, "p", "chance"), chance_text(hour.chance))
  end
end

--- The coldest and the warmest temperature of all days: the ends of the bars' scale.
local function scale_of(days)
  local coldest, warmest = math.huge, -math.huge
  for _, day in ipairs(days) do
    coldest, warmest = math.min(coldest, day.low), math.max(warmest, day.high)
  end
  return coldest, math.max(warmest - coldest, 1)
end

local function add_range(row, day, coldest, span)
  local fill = dom.add(dom.add(row, "div", "range"), "div", "range-fill")
  fill.style.left = string.format("%.1f%%", (day.low - coldest) / span * SCALE_PERCENT)
  fill.style.width = string.format("%.1f%%", (day.high - day.low) / span * SCALE_PERCENT)
end

local function render_days(days)
  local list = element("days")
  dom.clear(list)
  local coldest, span = scale_of(days)
  for index, day in ipairs(days) do
    local row = dom.add(list, "div", "day")
    dom.set_text(dom.add(row, "p", "day-name"), index == 1 and app.t("day.today") or dates.weekday(day.date))
    dom.add(row, "img", "day-picture"):SetAttribute("src", conditions.describe(day.code, true).picture)
    dom.set_text(dom.add(row, "p", "day-chance chance"), chance_text(day.chance))
    dom.set_text(dom.add(row, "p", "day-low"), units.temperature(day.low))
    add_range(row, day, coldest, span)
    dom.set_text(dom.add(row, "p", "day-high"), units.temperature(day.high))
  end
end

local function render_facts(now, today)
  set("humidity", percent(now.humidity))
  set("wind", units.speed(now.wind))
  set("sunrise", today.sunrise)
  set("sunset", today.sunset)
end

--- `problem` is nil while a request is under way or after it went well.
local function render(forecast, problem)
  dom.set_visible(element("weather"), forecast ~= nil)
  dom.set_visible(element("loading"), not forecast and not problem)
  dom.set_visible(element("problem"), problem ~= nil)
  element("problem"):SetClass("alone", forecast == nil)
  if problem then
    set("problem_text", problems.describe(problem, forecast))
  end
  if forecast then
    local today = forecast.days[1]
    render_now(forecast.now, today)
    render_hours(forecast.hours)
    render_days(forecast.days)
    render_facts(forecast.now, today)
  end
end

local function refresh()
  local asked = place
  forecasts.fetch(asked, function(forecast, problem)
    if place == asked then
      render(forecast or forecasts.last(asked), problem)
    end
  end)
end

local function refresh_if_old()
  if not forecasts.is_fresh(forecasts.last(place), os.time()) then
    refresh()
  end
end

forecast_screen = {}

function forecast_screen.show(document)
  screen = document
  place = places.get(ui.params().id)
  set("name", place.name)
  set("region", place.region)
  render(forecasts.last(place))
  refresh_if_old()
  resume.watch(refresh_if_old)
end

function forecast_screen.hide()
  place = nil
end

function forecast_screen.refresh()
  render(forecasts.last(place))
  refresh()
end

function forecast_screen.remove()
  places.remove(place.id)
  forecasts.forget(place)
  ui.toast(app.t("forecast.removed", { name = place.name }))
  ui.back()
end
