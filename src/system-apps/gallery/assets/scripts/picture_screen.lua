--- One picture, and the way to the next: picture.rml. Opened with { id }.
local captions = require("scripts.captions")
local dom = require("scripts.dom")
local library = require("scripts.library")
local selection = require("scripts.selection")

local screen
local pictures, position

local function element(id)
  return screen:GetElementById(id)
end

local function render()
  local picture = pictures[position]
  element("picture"):SetAttribute("src", picture.source)
  element("heart"):SetAttribute("src", picture.favourite == 1 and "images/heart-on.png" or "images/heart.png")
  dom.set_text(element("position"), app.t("picture.position", { position = position, count = #pictures }))
  dom.set_text(element("title"), captions.title(picture))
  dom.set_text(element("note"), captions.note(picture))
  dom.set_visible(element("delete"), picture.own == 1)
end

--- The pictures may be others than before; the one that was shown stays if it is among them.
local function reload(id)
  pictures = selection.pictures()
  position = math.min(position, #pictures)
  for index, picture in ipairs(pictures) do
    if picture.id == id then
      position = index
    end
  end
  if #pictures == 0 then
    ui.back()
  else
    render()
  end
end

picture_screen = {}

function picture_screen.show(document)
  local id = screen and pictures[position].id or ui.params().id
  screen = document
  position = position or 1
  reload(id)
end

function picture_screen.step(step)
  position = (position + step - 1) % #pictures + 1
  render()
end

function picture_screen.favourite()
  local id = pictures[position].id
  library.toggle_favourite(id)
  reload(id)
end

function picture_screen.albums()
  ui.open("assets/albums.rml", { id = pictures[position].id })
end

function picture_screen.delete()
  local id = pictures[position].id
  ui.confirm({
    text = app.t("picture.delete"),
    ok = app.t("picture.delete.ok"),
    done = function(agreed)
      if agreed then
        library.remove(id)
        reload(id)
      end
    end,
  })
end
