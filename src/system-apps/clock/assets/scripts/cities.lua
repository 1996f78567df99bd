--- The cities the app knows, and those that people chose.
local cities = {}

local KEY <const> = "cities"
local FIRST <const> = { "london", "new_york", "tokyo" }

--- From west to east. `minutes` are ahead of UTC in winter.
local ALL <const> = {
  { id = "honolulu", name = "city.honolulu", minutes = -600 },
  { id = "los_angeles", name = "city.los_angeles", minutes = -480, summer = "america" },
  { id = "denver", name = "city.denver", minutes = -420, summer = "america" },
  { id = "chicago", name = "city.chicago", minutes = -360, summer = "america" },
  { id = "mexico_city", name = "city.mexico_city", minutes = -360 },
  { id = "new_york", name = "city.new_york", minutes = -300, summer = "america" },
  { id = "bogota", name = "city.bogota", minutes = -300 },
  { id = "halifax", name = "city.halifax", minutes = -240, summer = "america" },
  { id = "sao_paulo", name = "city.sao_paulo", minutes = -180 },
  { id = "reykjavik", name = "city.reykjavik", minutes = 0 },
  { id = "london", name = "city.london", minutes = 0, summer = "europe" },
  { id = "lisbon", name = "city.lisbon", minutes = 0, summer = "europe" },
  { id = "paris", name = "city.paris", minutes = 60, summer = "europe" },
  { id = "berlin", name = "city.berlin", minutes = 60, summer = "europe" },
  { id = "madrid", name = "city.madrid", minutes = 60, summer = "europe" },
  { id = "lagos", name = "city.lagos", minutes = 60 },
  { id = "athens", name = "city.athens", minutes = 120, summer = "europe" },
  { id = "johannesburg", name = "city.johannesburg", minutes = 120 },
  { id = "istanbul", name = "city.istanbul", minutes = 180 },
  { id = "nairobi", name = "city.nairobi", minutes = 180 },
  { id = "dubai", name = "city.dubai", minutes = 240 },
  { id = "karachi", name = "city.karachi", minutes = 300 },
  { id = "delhi", name = "city.delhi", minutes = 330 },
  { id = "kathmandu", name = "city.kathmandu", minutes = 345 },
  { id = "dhaka", name = "city.dhaka", minutes = 360 },
  { id = "bangkok", name = "city.bangkok", minutes = 420 },
  { id = "singapore", name = "city.singapore", minutes = 480 },
  { id = "shanghai", name = "city.shanghai", minutes = 480 },
  { id = "tokyo", name = "city.tokyo", minutes = 540 },
  { id = "adelaide", name = "city.adelaide", minutes = 570, summer = "australia" },
  { id = "sydney", name = "city.sydney", minutes = 600, summer = "australia" },
  { id = "auckland", name = "city.auckland", minutes = 720, summer = "new_zealand" },
}

local function chosen_ids()
  return storage.get(KEY) or FIRST
end

local function position(ids, id)
  for index, each in ipairs(ids) do
    if each == id then
      return index
    end
  end
end

--- The cities chosen, in the order of the clock.
function cities.chosen()
  local ids, found = chosen_ids(), {}
  for _, city in ipairs(ALL) do
    if position(ids, city.id) then
      found[#found + 1] = city
    end
  end
  return found
end

--- The other ones.
function cities.others()
  local ids, found = chosen_ids(), {}
  for _, city in ipairs(ALL) do
    if not position(ids, city.id) then
      found[#found + 1] = city
    end
  end
  return found
end

function cities.add(id)
  local ids = table.move(chosen_ids(), 1, #chosen_ids(), 1, {})
  ids[#ids + 1] = id
  storage.set(KEY, ids)
end

function cities.remove(id)
  local kept = {}
  for _, each in ipairs(chosen_ids()) do
    if each ~= id then
      kept[#kept + 1] = each
    end
  end
  storage.set(KEY, kept)
end

return cities
