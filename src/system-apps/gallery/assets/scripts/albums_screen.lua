--- The albums a picture is in, and a new one: albums.rml. Opened with { id } of the picture.
local dom = require("scripts.dom")
local library = require("scripts.library")
local selection = require("scripts.selection")

local screen
local name = ""

local function element(id)
  return screen:GetElementById(id)
end

local function show_problem(key)
  dom.set_visible(element("problem"), key ~= nil)
  if key then
    dom.set_text(element("problem"), app.t(key))
  end
end

local render

local function remove(album)
  ui.confirm({
    text = app.t("albums.remove", { name = album.name }),
    ok = app.t("albums.remove.ok"),
    done = function(agreed)
      if agreed then
        library.remove_album(album.id)
        if selection.chosen() == album.id then
          selection.choose(selection.ALL)
        end
        render()
      end
    end,
  })
end

local function add_album(list, album, is_chosen)
  local row = dom.add(list, "div", is_chosen and "album chosen" or "album")
  local words = dom.add(row, "div", "album-words")
  dom.set_text(dom.add(words, "p", "album-name"), album.name)
  dom.set_text(dom.add(words, "p", "album-count"), app.t("albums.count", { count = album.count }))
  if is_chosen then
    dom.add(row, "img", "album-check"):SetAttribute("src", "images/check.png")
  end
  words:AddEventListener("click", function()
    library.toggle_album(album.id, ui.params().id)
    render()
  end)
  local button = dom.add(row, "button", "icon-button")
  dom.add(button, "img", "icon"):SetAttribute("src", "images/trash-dark.png")
  button:AddEventListener("click", function()
    remove(album)
  end)
end

function render()
  local list, chosen = element("list"), library.albums_of(ui.params().id)
  dom.clear(list)
  for _, album in ipairs(library.albums()) do
    add_album(list, album, chosen[album.id] == true)
  end
end

albums_screen = {}

function albums_screen.show(document)
  screen = document
  element("name"):SetAttribute("placeholder", app.t("albums.name"))
  show_problem(nil)
  render()
end

function albums_screen.name(event)
  name = event.parameters.value
end

--- A new album holds the picture from the start.
function albums_screen.create()
  local wanted = name:match("^%s*(.-)%s*$")
  if wanted == "" then
    show_problem("albums.nameless")
    return
  end
  local album = library.create_album(wanted)
  show_problem(not album and "albums.taken" or nil)
  if album then
    library.toggle_album(album, ui.params().id)
    element("name"):SetAttribute("value", "")
    render()
  end
end
