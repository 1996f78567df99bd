--- Works out an expression. Operators bind as on paper: ^ first, and from the right; then the sign of a
--- number; then × and ÷; then + and −. A percentage that is added or taken away is one of what stands
--- before it, as in "80−15%".
local tokens = require("scripts.tokens")

local HUNDRED <const> = 100
local MAX_DEPTH <const> = 40

local expression

--- A problem ends the work from any depth.
local function fail(problem)
  error({ problem = problem }, 0)
end

local function deeper(input)
  input.depth = input.depth + 1
  if input.depth > MAX_DEPTH then
    fail("problem.too_deep")
  end
end

local function accept(input, sign)
  if input.list[input.at] == sign then
    input.at = input.at + 1
    return true
  end
  return false
end

local function operand(input)
  local token = input.list[input.at]
  if type(token) == "number" then
    input.at = input.at + 1
    return token
  end
  if accept(input, "(") then
    local value = expression(input)
    -- What is left open at the end closes there.
    if not accept(input, ")") and input.list[input.at] ~= nil then
      fail("problem.incomplete")
    end
    return value
  end
  fail("problem.incomplete")
end

--- A number or brackets, and how often it is followed by a percent sign.
local function percentage(input)
  local value, percents = operand(input), 0
  while accept(input, "%") do
    value, percents = value / HUNDRED, percents + 1
  end
  return value, percents
end

local function signed(input)
  deeper(input)
  local value, is_percentage
  if accept(input, "−") then
    value, is_percentage = signed(input)
    value = -value
  else
    local base, percents = percentage(input)
    value, is_percentage = base, percents == 1
    if accept(input, "^") then
      value, is_percentage = base ^ signed(input), false
    end
  end
  input.depth = input.depth - 1
  return value, is_percentage
end

local function term(input)
  local value, is_percentage = signed(input)
  while true do
    if accept(input, "×") then
      value, is_percentage = value * signed(input), false
    elseif accept(input, "÷") then
      local divisor = signed(input)
      if divisor == 0 then
        fail("problem.zero")
      end
      value, is_percentage = value / divisor, false
    else
      return value, is_percentage
    end
  end
end

function expression(input)
  deeper(input)
  local value = term(input)
  while true do
    local sign = accept(input, "+") and 1 or accept(input, "−") and -1
    if not sign then
      input.depth = input.depth - 1
      return value
    end
    local amount, is_percentage = term(input)
    value = value + sign * (is_percentage and value * amount or amount)
  end
end

local function work_out(list)
  local input = { list = list, at = 1, depth = 0 }
  local value = expression(input)
  if input.list[input.at] ~= nil then
    fail("problem.incomplete")
  elseif value ~= value then
    fail("problem.undefined")
  elseif value == math.huge or value == -math.huge then
    fail("problem.too_large")
  end
  return value + 0.0
end

--- The value of an expression, a float; or nil and the key of what is wrong with it.
return function(text)
  local list = tokens.of(text)
  if not list then
    return nil, "problem.incomplete"
  end
  local went_well, value = pcall(work_out, list)
  if went_well then
    return value
  elseif type(value) == "table" then
    return nil, value.problem
  end
  error(value, 0)
end
