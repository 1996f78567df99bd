--- One note being written: editor.rml. Opened with { id } for a stored note, without for a new one.
local autosave = require("scripts.autosave")
local dates = require("scripts.dates")
local dom = require("scripts.dom")
local notes = require("scripts.notes")

local screen
local note

local function element(id)
  return screen:GetElementById(id)
end

local function save()
  notes.save(note, os.time())
end

local function render_edited()
  local when = note.id and app.t("editor.edited", { when = dates.friendly(note.updated, os.time()) })
  dom.set_text(element("edited"), when or app.t("editor.new"))
end

local function render_pin()
  element("pin"):SetAttribute("src", note.pinned and "images/pin-on.png" or "images/pin.png")
end

local function render_colour()
  element("sheet").class_name = "screen sheet " .. note.colour
  for _, swatch in ipairs(screen:QuerySelectorAll(".swatch")) do
    swatch:SetClass("chosen", swatch.id == note.colour)
  end
end

editor_screen = {}

function editor_screen.show(document)
  screen = document
  local id = ui.params().id
  note = id and notes.get(id) or notes.draft()
  element("title"):SetAttribute("placeholder", app.t("editor.title_placeholder"))
  element("text"):SetAttribute("placeholder", app.t("editor.text_placeholder"))
  element("title"):SetAttribute("value", note.title)
  element("text"):SetAttribute("value", note.text)
  render_edited()
  render_pin()
  render_colour()
  if not note.id then
    element("title"):Focus()
  end
end

--- Setting a field's value may fire its change event too: only a different value is an edit.
local function edit(field, value)
  if note[field] ~= value then
    note[field] = value
    autosave.later(save)
  end
end

function editor_screen.edit_title(event)
  edit("title", event.parameters.value)
end

function editor_screen.edit_text(event)
  edit("text", event.parameters.value)
end

function editor_screen.toggle_pin()
  edit("pinned", not note.pinned)
  render_pin()
end

function editor_screen.paint(colour)
  edit("colour", colour)
  render_colour()
end

function editor_screen.save()
  autosave.flush()
end

function editor_screen.close()
  autosave.flush()
  ui.back()
end

function editor_screen.delete()
  autosave.flush()
  if note.id then
    notes.delete(note.id)
  end
  ui.back()
end
