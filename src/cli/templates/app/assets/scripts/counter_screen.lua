--- One counter: counter.rml. Opened with { id }.
local counters = require("scripts.counters")
local dom = require("scripts.dom")

local screen
local counter

local function render_count()
  dom.set_text(screen:GetElementById("count"), string.format("%d", counter.count))
end

local function set_count(count)
  counter.count = count
  counters.update(counter)
  render_count()
end

-- A global table: the handlers in counter.rml call it.
counter_screen = {}

function counter_screen.show(document)
  screen = document
  counter = counters.get(ui.params().id)
  local name = screen:GetElementById("name")
  name:SetAttribute("placeholder", app.t("counter.name_placeholder"))
  name:SetAttribute("value", counter.name)
  render_count()
end

function counter_screen.rename(event)
  counter.name = event.parameters.value
  counters.update(counter)
end

function counter_screen.count(step)
  set_count(counter.count + step)
end

function counter_screen.reset()
  set_count(0)
end

function counter_screen.delete()
  counters.delete(counter.id)
  ui.toast(app.t("list.deleted", { name = counters.label(counter) }))
  ui.back()
end
