--- A city to add: cities.rml.
local calendar = require("scripts.calendar")
local cities = require("scripts.cities")
local dom = require("scripts.dom")
local words = require("scripts.words")
local zones = require("scripts.zones")

local function add_city(list, city, now)
  local row = dom.add(list, "div", "city")
  dom.set_text(dom.add(row, "p", "city-name"), app.t(city.name))
  dom.set_text(dom.add(row, "p", "city-time"), words.time(calendar.clock(now + zones.offset(city, now))))
  row:AddEventListener("click", function()
    cities.add(city.id)
    ui.back()
  end)
end

cities_screen = {}

function cities_screen.show(document)
  local list = document:GetElementById("list")
  dom.clear(list)
  for _, city in ipairs(cities.others()) do
    add_city(list, city, os.time())
  end
end
