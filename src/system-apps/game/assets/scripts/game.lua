--- The game being played, kept in storage after every change so that it survives anything.
local board = require("scripts.board")

local game = {}

local KEY <const> = "game"
local FIRST_SIZE <const> = 4

local state

local function keep()
  storage.set(KEY, state)
end

--- Starts over. The state is { board, moves, seconds }.
function game.start(size)
  state = { board = board.shuffled(size, math.random), moves = 0, seconds = 0 }
  keep()
  return state
end

--- The game to go on with: the one put away last, or a new one if that is over.
function game.resume()
  state = state or storage.get(KEY)
  if not state then
    return game.start(FIRST_SIZE)
  end
  if board.is_solved(state.board) then
    return game.start(state.board.size)
  end
  return state
end

--- Slides a tile; false if it can't move.
function game.slide(number)
  local moved = board.slide(state.board, number)
  state.moves = state.moves + moved
  if moved > 0 then
    keep()
  end
  return moved > 0
end

function game.is_won()
  return board.is_solved(state.board)
end

--- One more second played.
function game.tick()
  state.seconds = state.seconds + 1
  keep()
end

return game
