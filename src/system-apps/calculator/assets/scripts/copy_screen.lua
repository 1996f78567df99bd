--- The history as text, to be copied away or put back: copy.rml.
local dom = require("scripts.dom")
local history = require("scripts.history")

local screen
local typed

local function show_problem(key)
  local problem = screen:GetElementById("problem")
  dom.set_visible(problem, key ~= nil)
  if key then
    dom.set_text(problem, app.t(key))
  end
end

copy_screen = {}

function copy_screen.show(document)
  screen = document
  typed = history.to_text()
  screen:GetElementById("text"):SetAttribute("value", typed)
  show_problem(nil)
end

function copy_screen.edit(event)
  typed = event.parameters.value
end

function copy_screen.restore()
  local count = history.restore(typed)
  if not count then
    show_problem("copy.problem")
    return
  end
  telemetry.button_click("restore")
  ui.toast(app.t("copy.restored", { count = count }))
  ui.back()
end
