--- What a key makes of the expression that is being typed. It never lets something be typed that could not
--- become an expression.
local entry = {}

local MAX_CHARACTERS <const> = 120

local function last(text)
  local at = utf8.offset(text, -1)
  return at and text:sub(at) or ""
end

local function without_last(text)
  local at = utf8.offset(text, -1)
  return at and text:sub(1, at - 1) or ""
end

local function is_operator(character)
  return character ~= "" and ("+−×÷^"):find(character, 1, true) ~= nil
end

--- Whether a value ends here: then an operator may follow, and no other value.
local function is_complete(text)
  return text:find("[%d%.%)%%]$") ~= nil
end

local function open_brackets(text)
  local _, opened = text:gsub("%(", "")
  local _, closed = text:gsub("%)", "")
  return opened - closed
end

local function digit(text, key)
  if text:find("[%)%%]$") then
    return text .. "×" .. key
  end
  -- A number does not begin with a zero that says nothing.
  local before = text:match("^(.-)0$")
  if before and not before:find("[%d%.e%-]$") then
    return before .. key
  end
  return text .. key
end

local function point(text)
  local number = text:match("[%d%.e%-]*$")
  if number:find("[%.e]") then
    return text
  elseif number ~= "" then
    return text .. "."
  end
  return digit(text, "0") .. "."
end

local function operator(text, key)
  local head = text
  while is_operator(last(head)) do
    head = without_last(head)
  end
  -- Nothing to its left: there only a sign can stand.
  if not is_complete(head) then
    return head .. (key == "−" and key or "")
  end
  return head .. key
end

local function minus(text)
  local before = last(text)
  if before == "×" or before == "÷" or before == "^" then
    return text .. "−"
  end
  return operator(text, "−")
end

local function open(text)
  return text .. (is_complete(text) and "×(" or "(")
end

local function close(text)
  return open_brackets(text) > 0 and is_complete(text) and text .. ")" or text
end

local function percent(text)
  return is_complete(text) and text .. "%" or text
end

local PLACES <const> = { ["."] = point, ["("] = open, [")"] = close, ["%"] = percent, ["−"] = minus }

--- The expression after a key: a digit, ".", a bracket, "%" or an operator.
function entry.press(text, key)
  if utf8.len(text) >= MAX_CHARACTERS then
    return text
  end
  local place = PLACES[key] or (key:find("^%d$") and digit) or operator
  return place(text, key)
end

--- A number that is put in as a whole, such as the memory.
function entry.insert(text, number)
  return is_complete(text) and number or text .. number
end

entry.delete = without_last

return entry
