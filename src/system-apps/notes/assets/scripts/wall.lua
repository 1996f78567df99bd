--- Lays notes out in two columns of about the same height, in reading order.
local wall = {}

local CHARACTERS_A_LINE <const> = 19

local function lines_of(text)
  return math.max(1, math.ceil((utf8.len(text) or #text) / CHARACTERS_A_LINE))
end

local function height(card)
  local lines = 3 + lines_of(card.title)
  for line in (card.text .. "\n"):gmatch("(.-)\n") do
    lines = lines + lines_of(line)
  end
  return lines
end

--- Each card has a title and a text; the next one goes to the shorter column.
function wall.split(cards)
  local left, right = {}, {}
  local left_height, right_height = 0, 0
  for _, card in ipairs(cards) do
    if left_height <= right_height then
      left[#left + 1] = card
      left_height = left_height + height(card)
    else
      right[#right + 1] = card
      right_height = right_height + height(card)
    end
  end
  return left, right
end

return wall
