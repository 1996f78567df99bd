--- The board: main.rml.
local best = require("scripts.best")
local board = require("scripts.board")
local clock = require("scripts.clock")
local dom = require("scripts.dom")
local game = require("scripts.game")

local CELEBRATE_AFTER_MS <const> = 420
local SIZE_CLASS <const> = { [3] = "board three", [4] = "board four" }

local screen
local state
local tiles = {}
local celebration

local function set(id, text)
  dom.set_text(screen:GetElementById(id), text)
end

local function render_scores()
  local record = best.of(state.board.size)
  set("moves", string.format("%d", state.moves))
  set("time", clock.text(state.seconds))
  set("best", record and string.format("%d", record.moves) or app.t("game.no_best"))
end

local function tile_class(number)
  local index, row, column = board.find(state.board, number)
  local home = index == number and " home" or ""
  return string.format("tile row%d x%d y%d%s", (number - 1) // state.board.size + 1, column, row, home)
end

local function render_tiles()
  for number, tile in ipairs(tiles) do
    tile.class_name = tile_class(number)
  end
end

local function tick()
  game.tick()
  set("time", clock.text(state.seconds))
end

local function celebrate()
  celebration = nil
  local record = best.of(state.board.size)
  local is_best = best.offer(state.board.size, state.moves, state.seconds)
  ui.open("assets/won.rml", {
    size = state.board.size,
    moves = state.moves,
    seconds = state.seconds,
    is_best = is_best,
    best_moves = record and record.moves,
  })
end

local function slide(number)
  if celebration or not game.slide(number) then
    return
  end
  render_tiles()
  render_scores()
  if game.is_won() then
    clock.stop()
    celebration = timer.after(CELEBRATE_AFTER_MS, celebrate)
  else
    clock.start(tick)
  end
end

local function lay_tiles()
  local box = screen:GetElementById("board")
  dom.clear(box)
  box.class_name = SIZE_CLASS[state.board.size]
  tiles = {}
  for number = 1, #state.board.cells - 1 do
    local tile = dom.add(box, "div", tile_class(number))
    dom.set_text(tile, string.format("%d", number))
    tile:AddEventListener("click", function()
      slide(number)
    end)
    tiles[number] = tile
  end
end

local function render()
  screen:GetElementById("size3"):SetClass("chosen", state.board.size == 3)
  screen:GetElementById("size4"):SetClass("chosen", state.board.size == 4)
  lay_tiles()
  render_scores()
end

local function stop()
  clock.stop()
  if celebration then
    timer.cancel(celebration)
    celebration = nil
  end
end

game_screen = {}

function game_screen.show(document)
  screen = document
  state = game.resume()
  render()
  if state.moves > 0 then
    clock.start(tick)
  end
end

function game_screen.hide()
  stop()
end

function game_screen.start(size)
  stop()
  state = game.start(size)
  render()
end

function game_screen.restart()
  game_screen.start(state.board.size)
end
