--- Numbers as text: plain, as expressions hold them, and shown, as people of a language write them.
local numbers = {}

--- From here on a whole number may have lost its last digits.
local MOST_EXACT <const> = 1e15

--- "0.3", "−1500", "2.5e-7": twelve digits are sure, whatever was calculated before.
function numbers.plain(value)
  local is_whole = value == math.floor(value) and math.abs(value) < MOST_EXACT
  local text = string.format(is_whole and "%.0f" or "%.12g", value)
  text = text:gsub("e%+?(%-?)0*", "e%1")
  return (text:gsub("^%-", "−"):gsub("^−0$", "0"))
end

local function grouped(digits, separator)
  local head = #digits % 3
  local groups = { head > 0 and digits:sub(1, head) or nil }
  for at = head + 1, #digits, 3 do
    groups[#groups + 1] = digits:sub(at, at + 2)
  end
  return table.concat(groups, separator)
end

--- An expression or number with the point of the language, and its whole numbers in groups of three.
function numbers.shown(text)
  local point, separator = app.t("number.point"), app.t("number.group")
  return (text:gsub("%d+%.?%d*", function(number)
    local whole, rest = number:match("^(%d+)(.*)$")
    return grouped(whole, separator) .. (rest:gsub("%.", point))
  end))
end

return numbers
