--- The puzzle itself, without screen or storage. A board is { size, cells }: the numbers row by
--- row, 0 for the gap. Cells are counted from 1, and so are rows and columns.
local board = {}

local GAP <const> = 0

function board.solved(size)
  local cells = {}
  for index = 1, size * size - 1 do
    cells[index] = index
  end
  cells[size * size] = GAP
  return { size = size, cells = cells }
end

function board.is_solved(self)
  for index = 1, #self.cells - 1 do
    if self.cells[index] ~= index then
      return false
    end
  end
  return true
end

--- Where `number` is: its index, row and column.
function board.find(self, number)
  for index, cell in ipairs(self.cells) do
    if cell == number then
      return index, (index - 1) // self.size + 1, (index - 1) % self.size + 1
    end
  end
end

--- Half of all orders can't be reached by sliding. With the gap in the last cell, the reachable
--- ones are those with an even number of pairs in the wrong order.
local function is_solvable(cells)
  local pairs_out_of_order = 0
  for first = 1, #cells - 2 do
    for second = first + 1, #cells - 1 do
      if cells[first] > cells[second] then
        pairs_out_of_order = pairs_out_of_order + 1
      end
    end
  end
  return pairs_out_of_order % 2 == 0
end

--- A random board that can be solved and is not. `random(n)` gives a whole number of 1 to n.
function board.shuffled(size, random)
  local self = board.solved(size)
  local cells = self.cells
  for index = #cells - 1, 2, -1 do
    local other = random(index)
    cells[index], cells[other] = cells[other], cells[index]
  end
  if not is_solvable(cells) then
    cells[1], cells[2] = cells[2], cells[1]
  end
  if board.is_solved(self) then
    return board.shuffled(size, random)
  end
  return self
end

--- Slides `number`, and what lies between it and the gap, towards the gap. Returns how many tiles
--- moved: none if it is not in the gap's row or column.
function board.slide(self, number)
  local from, row, column = board.find(self, number)
  local gap, gap_row, gap_column = board.find(self, GAP)
  local step
  if row == gap_row then
    step = from < gap and -1 or 1
  elseif column == gap_column then
    step = from < gap and -self.size or self.size
  else
    return 0
  end
  local moved = 0
  while gap ~= from do
    self.cells[gap] = self.cells[gap + step]
    gap = gap + step
    moved = moved + 1
  end
  self.cells[from] = GAP
  return moved
end

return board
