--- The last calculations, the newest first: { expression, result }, both as numbers.plain() writes numbers.
local evaluate = require("scripts.evaluate")

local history = {}

local KEY <const> = "history"
local MOST <const> = 50

function history.all()
  return storage.get(KEY) or {}
end

local function keep(list)
  storage.set(KEY, table.move(list, 1, math.min(#list, MOST), 1, {}))
end

--- The same calculation twice in a row is one.
function history.add(expression, result)
  local list = history.all()
  if list[1] and list[1].expression == expression then
    return
  end
  table.insert(list, 1, { expression = expression, result = result })
  keep(list)
end

function history.clear()
  storage.remove(KEY)
end

--- Everything as JSON, one calculation a line, so that people can read it too.
function history.to_text()
  local lines = {}
  for _, calculation in ipairs(history.all()) do
    lines[#lines + 1] = json.encode(calculation)
  end
  return "[" .. table.concat(lines, ",\n") .. "]"
end

local function is_calculation(value)
  return type(value) == "table"
    and type(value.expression) == "string"
    and type(value.result) == "string"
    and evaluate(value.expression) ~= nil
    and evaluate(value.result) ~= nil
end

--- Replaces the history by one that to_text() wrote; says how many it holds, or nil when the text is something else.
function history.restore(text)
  local list = json.decode(text)
  if type(list) ~= "table" then
    return nil
  end
  local restored = {}
  for _, value in ipairs(list) do
    if not is_calculation(value) then
      return nil
    end
    restored[#restored + 1] = { expression = value.expression, result = value.result }
  end
  if #restored == 0 and next(list) ~= nil then
    return nil
  end
  keep(restored)
  return math.min(#restored, MOST)
end

return history
