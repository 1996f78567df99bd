--- The wall of pictures: main.rml.
local dom = require("scripts.dom")
local library = require("scripts.library")
local selection = require("scripts.selection")
local shots = require("scripts.shots")

local screen

local function element(id)
  return screen:GetElementById(id)
end

local function add_picture(grid, picture)
  local cell = dom.add(grid, "div", "cell")
  dom.add(cell, "img", "thumb"):SetAttribute("src", picture.source)
  if picture.favourite == 1 then
    dom.add(cell, "img", "cell-heart"):SetAttribute("src", "images/heart-on.png")
  end
  cell:AddEventListener("click", function()
    ui.open("assets/picture.rml", { id = picture.id })
  end)
end

local function render_pictures()
  local pictures, grid = selection.pictures(), element("grid")
  dom.clear(grid)
  for _, picture in ipairs(pictures) do
    add_picture(grid, picture)
  end
  local is_one = #pictures == 1
  dom.set_text(element("count"), is_one and app.t("gallery.count.one") or app.t("gallery.count.other", { count = #pictures }))
  dom.set_visible(grid, #pictures > 0)
  dom.set_visible(element("play"), #pictures > 0)
  dom.set_visible(element("empty"), #pictures == 0)
end

local function add_filter(filters, filter, name)
  local button = dom.add(filters, "button", selection.chosen() == filter and "filter chosen" or "filter")
  dom.set_text(button, name)
  button:AddEventListener("click", function()
    selection.choose(filter)
    gallery_screen.show(screen)
  end)
end

local function render_filters()
  local filters = element("filters")
  dom.clear(filters)
  add_filter(filters, selection.ALL, app.t("gallery.all"))
  add_filter(filters, selection.FAVOURITES, app.t("gallery.favourites"))
  for _, album in ipairs(library.albums()) do
    add_filter(filters, album.id, album.name)
  end
end

gallery_screen = {}

function gallery_screen.show(document)
  if not screen then
    library.open(os.time())
  end
  screen = document
  render_filters()
  render_pictures()
end

function gallery_screen.play()
  ui.open("assets/slideshow.rml")
end

function gallery_screen.take()
  shots.take(function(source, problem)
    if source then
      selection.choose(selection.ALL)
      ui.open("assets/picture.rml", { id = library.add(source, os.time()) })
    elseif problem then
      ui.toast(app.t(problem))
    end
  end)
end
