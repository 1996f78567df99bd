--- The counters, kept in storage. A counter is { id, name, count }.
local counters = {}

local KEY <const> = "counters"

local function keep(list)
  storage.set(KEY, list)
end

--- All counters, oldest first.
function counters.all()
  return storage.get(KEY) or {}
end

function counters.get(id)
  for _, counter in ipairs(counters.all()) do
    if counter.id == id then
      return counter
    end
  end
end

--- Makes a counter without a name and returns it.
function counters.add()
  local list = counters.all()
  local last = list[#list]
  local counter = { id = (last and last.id or 0) + 1, name = "", count = 0 }
  list[#list + 1] = counter
  keep(list)
  return counter
end

--- Stores a changed counter.
function counters.update(changed)
  local list = counters.all()
  for index, counter in ipairs(list) do
    if counter.id == changed.id then
      list[index] = changed
    end
  end
  keep(list)
end

function counters.delete(id)
  local kept = {}
  for _, counter in ipairs(counters.all()) do
    if counter.id ~= id then
      kept[#kept + 1] = counter
    end
  end
  keep(kept)
end

--- What to call a counter, named or not.
function counters.label(counter)
  if counter.name ~= "" then
    return counter.name
  end
  return app.t("list.unnamed", { id = string.format("%d", counter.id) })
end

return counters
