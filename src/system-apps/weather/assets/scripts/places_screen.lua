--- The kept places and the search for new ones: main.rml.
local conditions = require("scripts.conditions")
local dom = require("scripts.dom")
local forecasts = require("scripts.forecasts")
local open_meteo = require("scripts.open_meteo")
local places = require("scripts.places")
local problems = require("scripts.problems")
local resume = require("scripts.resume")
local units = require("scripts.units")

local SEARCH_DELAY_MS <const> = 350
local SEARCH_CHARACTERS <const> = 2

local screen
local is_visible = false
local query = ""
local search_timeout

local function element(id)
  return screen:GetElementById(id)
end

local function open_place(place)
  ui.open("assets/forecast.rml", { id = place.id })
end

local function add_words(card, place, forecast)
  local words = dom.add(card, "div", "place-words")
  dom.set_text(dom.add(words, "p", "place-name"), place.name)
  dom.set_text(dom.add(words, "p", "place-region"), place.region)
  if forecast then
    local look = conditions.describe(forecast.now.code, forecast.now.is_day)
    dom.set_text(dom.add(words, "p", "place-condition"), app.t(look.text))
  end
end

local function add_place(list, place)
  local forecast = forecasts.last(place)
  local look = forecast and conditions.describe(forecast.now.code, forecast.now.is_day)
  local card = dom.add(list, "div", "place " .. (look and look.sky or "cloudy-night"))
  add_words(card, place, forecast)
  if forecast then
    dom.add(card, "img", "place-picture"):SetAttribute("src", look.picture)
    dom.set_text(dom.add(card, "p", "place-temperature"), units.temperature(forecast.now.temperature))
  end
  card:AddEventListener("click", function()
    open_place(place)
  end)
end

local function render_places()
  local kept = places.all()
  local is_searching = query ~= ""
  dom.set_visible(element("clear"), is_searching)
  dom.set_visible(element("results"), is_searching)
  dom.set_visible(element("places"), not is_searching and #kept > 0)
  dom.set_visible(element("empty"), not is_searching and #kept == 0)
  dom.clear(element("places"))
  for _, place in ipairs(kept) do
    add_place(element("places"), place)
  end
  element("metric"):SetClass("chosen", units.current() == "metric")
  element("imperial"):SetClass("chosen", units.current() == "imperial")
end

local function set_hint(text)
  dom.set_visible(element("hint"), text ~= nil)
  dom.set_text(element("hint"), text or "")
end

local function choose(place)
  if not places.add(place) then
    ui.toast(app.t("places.full"))
    return
  end
  places_screen.clear_search()
  open_place(place)
end

local function add_result(list, place)
  local row = dom.add(list, "div", "result")
  dom.set_text(dom.add(row, "p", "result-name"), place.name)
  dom.set_text(dom.add(row, "p", "result-region"), place.region)
  row:AddEventListener("click", function()
    choose(place)
  end)
end

local function show_results(found, problem)
  dom.clear(element("results"))
  if problem then
    set_hint(problems.describe(problem))
  elseif #found == 0 then
    set_hint(app.t("places.no_match", { query = query }))
  else
    set_hint(nil)
    for _, place in ipairs(found) do
      add_result(element("results"), place)
    end
  end
end

local function run_search()
  search_timeout = nil
  local asked = query
  open_meteo.search(asked, function(found, problem)
    if is_visible and query == asked then
      show_results(found, problem)
    end
  end)
end

local function stop_search()
  if search_timeout then
    timer.cancel(search_timeout)
    search_timeout = nil
  end
end

--- Asks again for every forecast that is not fresh. Failing is fine here: the last one is shown.
local function refresh()
  for _, place in ipairs(places.all()) do
    if not forecasts.is_fresh(forecasts.last(place), os.time()) then
      forecasts.fetch(place, function()
        if is_visible then
          render_places()
        end
      end)
    end
  end
end

places_screen = {}

function places_screen.show(document)
  screen = document
  is_visible = true
  element("search"):SetAttribute("placeholder", app.t("places.search_placeholder"))
  render_places()
  refresh()
  resume.watch(refresh)
end

function places_screen.hide()
  is_visible = false
  stop_search()
end

function places_screen.search(event)
  local typed = event.parameters.value:match("^%s*(.-)%s*$")
  if typed == query then
    return
  end
  query = typed
  stop_search()
  dom.clear(element("results"))
  render_places()
  if #query < SEARCH_CHARACTERS then
    set_hint(nil)
    return
  end
  set_hint(app.t("places.searching"))
  search_timeout = timer.after(SEARCH_DELAY_MS, run_search)
end

function places_screen.clear_search()
  query = ""
  stop_search()
  element("search"):SetAttribute("value", "")
  set_hint(nil)
  render_places()
end

function places_screen.use(system)
  units.use(system)
  render_places()
end
