--- Goes through a list, one after the other and from the start again. It rests while the app is put away.
local slideshow = {}

local SLIDE_MS <const> = 3000

local list, position, show, running

local function rest()
  if running then
    timer.cancel(running)
    running = nil
  end
end

local function go_on()
  if show and not running then
    running = timer.every(SLIDE_MS, function()
      position = position % #list + 1
      show(list[position], position)
    end)
  end
end

--- Calls `each(item, position)` at once, and again for every next item.
function slideshow.start(items, each)
  rest()
  list, position, show = items, 1, each
  show(list[position], position)
  go_on()
end

function slideshow.stop()
  show = nil
  rest()
end

app.on("pause", rest)
app.on("resume", go_on)

return slideshow
