--- What was calculated before: history.rml.
local dom = require("scripts.dom")
local history = require("scripts.history")
local numbers = require("scripts.numbers")
local session = require("scripts.session")

local screen

local function add_entry(list, calculation)
  local box = dom.add(list, "div", "entry")
  dom.set_text(dom.add(box, "p", "entry-expression"), numbers.shown(calculation.expression))
  dom.set_text(dom.add(box, "p", "entry-result"), "= " .. numbers.shown(calculation.result))
  box:AddEventListener("click", function()
    session.set_expression(calculation.result)
    ui.back()
  end)
end

local function render()
  local list = screen:GetElementById("list")
  local calculations = history.all()
  dom.clear(list)
  for _, calculation in ipairs(calculations) do
    add_entry(list, calculation)
  end
  dom.set_visible(list, #calculations > 0)
  dom.set_visible(screen:GetElementById("clear"), #calculations > 0)
  dom.set_visible(screen:GetElementById("empty"), #calculations == 0)
end

history_screen = {}

function history_screen.show(document)
  screen = document
  telemetry.screen_view("history")
  render()
end

function history_screen.copy()
  ui.open("assets/copy.rml")
end

function history_screen.clear()
  ui.confirm({
    text = app.t("history.clear"),
    ok = app.t("history.clear.ok"),
    done = function(agreed)
      if agreed then
        history.clear()
        render()
      end
    end,
  })
end
