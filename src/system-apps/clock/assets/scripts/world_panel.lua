--- The time here and in the cities chosen.
local calendar = require("scripts.calendar")
local cities = require("scripts.cities")
local dom = require("scripts.dom")
local words = require("scripts.words")
local zones = require("scripts.zones")

local TURN_DEGREES <const> = 360
local DIAL_HOURS <const> = 12
local MINUTES <const> = 60

local screen
local times = {}

local function element(id)
  return screen:GetElementById(id)
end

local function turn(id, part)
  element(id).style.transform = string.format("rotate(%.1fdeg)", part * TURN_DEGREES)
end

local function day_word(days)
  return app.t(days == 0 and "world.today" or days > 0 and "world.tomorrow" or "world.yesterday")
end

local function render_city(city, now)
  local here, there = zones.here(now), zones.offset(city, now)
  local hour, minute = calendar.clock(now + there)
  local days = calendar.day(now + there) - calendar.day(now + here)
  dom.set_text(times[city.id].time, words.time(hour, minute))
  dom.set_text(times[city.id].note, day_word(days) .. " · " .. words.difference(there - here))
end

local function add_city(list, city)
  local row = dom.add(list, "div", "row")
  local texts = dom.add(row, "div", "row-words")
  dom.set_text(dom.add(texts, "p", "row-title"), app.t(city.name))
  local note = dom.add(texts, "p", "row-note")
  local time = dom.add(row, "p", "row-time")
  local button = dom.add(row, "button", "row-button")
  dom.add(button, "img", "row-icon"):SetAttribute("src", "images/clear.png")
  times[city.id] = { time = time, note = note }
  button:AddEventListener("click", function()
    cities.remove(city.id)
    world_panel.show(screen)
  end)
end

world_panel = { interval_ms = 1000 }

function world_panel.show(document)
  screen = document
  times = {}
  local list = element("cities")
  dom.clear(list)
  for _, city in ipairs(cities.chosen()) do
    add_city(list, city)
  end
  world_panel.tick(os.time())
end

function world_panel.tick(now)
  local here = os.date("*t", now)
  dom.set_text(element("here_time"), words.time(here.hour, here.min))
  dom.set_text(element("here_date"), words.date(here))
  turn("hour_hand", (here.hour % DIAL_HOURS + here.min / MINUTES) / DIAL_HOURS)
  turn("minute_hand", (here.min + here.sec / MINUTES) / MINUTES)
  turn("second_hand", here.sec / MINUTES)
  for _, city in ipairs(cities.chosen()) do
    render_city(city, now)
  end
end

function world_panel.add()
  ui.open("assets/cities.rml")
end

return world_panel
