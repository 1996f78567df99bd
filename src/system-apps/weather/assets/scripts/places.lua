--- The places somebody keeps, in the order they were added.
local places = {}

local KEY <const> = "places"

places.MOST = 12

function places.all()
  return storage.get(KEY) or {}
end

function places.get(id)
  for _, place in ipairs(places.all()) do
    if place.id == id then
      return place
    end
  end
end

--- Keeps `place`. False when there is no room left.
function places.add(place)
  if places.get(place.id) then
    return true
  end
  local kept = places.all()
  if #kept >= places.MOST then
    return false
  end
  kept[#kept + 1] = place
  storage.set(KEY, kept)
  return true
end

function places.remove(id)
  local kept = {}
  for _, place in ipairs(places.all()) do
    if place.id ~= id then
      kept[#kept + 1] = place
    end
  end
  storage.set(KEY, kept)
end

return places
