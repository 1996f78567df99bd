--- The expression on the display and the memory. Both outlive the app.
local session = {}

local EXPRESSION <const> = "expression"
local MEMORY <const> = "memory"

function session.expression()
  return storage.get(EXPRESSION) or ""
end

function session.set_expression(text)
  storage.set(EXPRESSION, text)
end

--- A number, or nil while the memory is empty.
function session.memory()
  return storage.get(MEMORY)
end

function session.add_to_memory(value)
  storage.set(MEMORY, (session.memory() or 0) + value)
end

function session.clear_memory()
  storage.remove(MEMORY)
end

return session
