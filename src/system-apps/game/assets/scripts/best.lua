--- The best result of each board size: fewest moves, then shortest time.
local best = {}

local PREFIX <const> = "best:"

local function key(size)
  return string.format("%s%d", PREFIX, size)
end

--- { moves, seconds }, or nil before the first win.
function best.of(size)
  return storage.get(key(size))
end

local function beats(moves, seconds, record)
  if record == nil then
    return true
  end
  return moves < record.moves or (moves == record.moves and seconds < record.seconds)
end

--- Keeps the result if it is the best so far, and says whether it is.
function best.offer(size, moves, seconds)
  if not beats(moves, seconds, best.of(size)) then
    return false
  end
  storage.set(key(size), { moves = moves, seconds = seconds })
  return true
end

return best
