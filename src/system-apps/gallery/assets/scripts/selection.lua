--- Which pictures are being looked at: all of them, the favourites, or those of an album. It is the same on every screen.
local library = require("scripts.library")

local selection = { ALL = "all", FAVOURITES = "favourites" }

local chosen = selection.ALL

function selection.chosen()
  return chosen
end

--- ALL, FAVOURITES, or the id of an album.
function selection.choose(filter)
  chosen = filter
end

function selection.pictures()
  if chosen == selection.ALL then
    return library.all()
  elseif chosen == selection.FAVOURITES then
    return library.favourites()
  end
  return library.of_album(chosen)
end

return selection
