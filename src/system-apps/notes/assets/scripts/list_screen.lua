--- The wall of notes: main.rml.
local dates = require("scripts.dates")
local dom = require("scripts.dom")
local notes = require("scripts.notes")
local text = require("scripts.text")
local wall = require("scripts.wall")

local EXCERPT_CHARACTERS <const> = 120
local UNDO_MS <const> = 6000

local screen
local query = ""
local undo_timeout

local function element(id)
  return screen:GetElementById(id)
end

local function count_line(count)
  if count == 0 and query == "" then
    return app.t("list.count.none")
  elseif count == 1 then
    return app.t("list.count.one")
  end
  return app.t("list.count.other", { count = count })
end

local function card_of(note)
  local title = text.trim(note.title)
  local excerpt = text.trim(note.text):gsub("\n\n+", "\n")
  return {
    id = note.id,
    title = title ~= "" and title or app.t("note.untitled"),
    text = text.cut(excerpt, EXCERPT_CHARACTERS),
    colour = note.colour,
    pinned = note.pinned,
    date = dates.friendly(note.updated, os.time()),
  }
end

local function add_card(column, card)
  local box = dom.add(column, "div", "card " .. card.colour)
  local head = dom.add(box, "div", "card-head")
  dom.set_text(dom.add(head, "p", "card-title"), card.title)
  if card.pinned then
    dom.add(head, "img", "card-pin"):SetAttribute("src", "images/pin-on.png")
  end
  if card.text ~= "" then
    dom.set_text(dom.add(box, "p", "card-text"), card.text)
  end
  dom.set_text(dom.add(box, "p", "card-date"), card.date)
  box:AddEventListener("click", function()
    ui.open("assets/editor.rml", { id = card.id })
  end)
end

local function fill_column(id, cards)
  local column = element(id)
  dom.clear(column)
  for _, card in ipairs(cards) do
    add_card(column, card)
  end
end

local function show_empty(found)
  local searching = query ~= ""
  dom.set_visible(element("wall"), found > 0)
  dom.set_visible(element("empty"), found == 0)
  dom.set_text(element("empty_title"), app.t(searching and "list.no_match.title" or "list.empty.title"))
  dom.set_text(
    element("empty_text"),
    searching and app.t("list.no_match.text", { query = query }) or app.t("list.empty.text")
  )
end

local function render()
  local cards = {}
  for _, note in ipairs(notes.search(query)) do
    cards[#cards + 1] = card_of(note)
  end
  local left, right = wall.split(cards)
  fill_column("left", left)
  fill_column("right", right)
  dom.set_text(element("count"), count_line(#cards))
  dom.set_visible(element("clear"), query ~= "")
  show_empty(#cards)
end

local function stop_undo()
  if undo_timeout then
    timer.cancel(undo_timeout)
    undo_timeout = nil
  end
end

local function offer_undo()
  stop_undo()
  dom.set_visible(element("undo"), notes.can_undelete())
  if notes.can_undelete() then
    undo_timeout = timer.after(UNDO_MS, function()
      undo_timeout = nil
      notes.forget_deleted()
      dom.set_visible(element("undo"), false)
    end)
  end
end

list_screen = {}

function list_screen.show(document)
  screen = document
  element("search"):SetAttribute("placeholder", app.t("list.search_placeholder"))
  render()
  offer_undo()
end

function list_screen.hide()
  stop_undo()
  notes.forget_deleted()
end

function list_screen.search(event)
  query = text.trim(event.parameters.value)
  render()
end

function list_screen.clear_search()
  query = ""
  element("search"):SetAttribute("value", "")
  render()
end

function list_screen.create()
  ui.open("assets/editor.rml")
end

function list_screen.undo()
  notes.undelete()
  offer_undo()
  render()
  ui.toast(app.t("list.restored"))
end
