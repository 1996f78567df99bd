--- The keys and the display: main.rml.
local dom = require("scripts.dom")
local entry = require("scripts.entry")
local evaluate = require("scripts.evaluate")
local history = require("scripts.history")
local numbers = require("scripts.numbers")
local session = require("scripts.session")

local LONG_CHARACTERS <const> = 16

local screen

local function element(id)
  return screen:GetElementById(id)
end

local function render_memory()
  local memory = session.memory()
  dom.set_visible(element("memory"), memory ~= nil)
  if memory then
    dom.set_text(element("memory"), app.t("calculator.memory", { value = numbers.shown(numbers.plain(memory)) }))
  end
end

--- The result shows while it can be told and says more than the expression; `problem` is a key, after "=" only.
local function render_result(expression, problem)
  local value = evaluate(expression)
  local result = value and numbers.plain(value)
  element("result"):SetClass("problem", problem ~= nil)
  if problem then
    dom.set_text(element("result"), app.t(problem))
  else
    dom.set_text(element("result"), result and result ~= expression and "= " .. numbers.shown(result) or "")
  end
end

local function render(problem)
  local expression = session.expression()
  local shown = expression == "" and "0" or numbers.shown(expression)
  dom.set_text(element("expression"), shown)
  element("expression"):SetClass("long", utf8.len(shown) > LONG_CHARACTERS)
  render_result(expression, problem)
end

local function change(expression)
  session.set_expression(expression)
  render()
end

calculator_screen = {}

function calculator_screen.show(document)
  screen = document
  telemetry.screen_view("calculator")
  dom.set_text(element("point"), app.t("number.point"))
  render_memory()
  render()
end

function calculator_screen.press(key)
  change(entry.press(session.expression(), key))
end

function calculator_screen.delete()
  change(entry.delete(session.expression()))
end

function calculator_screen.clear()
  telemetry.button_click("clear")
  change("")
end

function calculator_screen.equals()
  local expression = session.expression()
  if expression == "" then
    return
  end
  telemetry.button_click("equals")
  local value, problem = evaluate(expression)
  if problem then
    render(problem)
    return
  end
  local result = numbers.plain(value)
  if result ~= expression then
    history.add(expression, result)
  end
  change(result)
end

--- Adds what the display is worth to the memory, or takes it away where `sign` is -1.
function calculator_screen.memory_add(sign)
  local value, problem = evaluate(session.expression())
  if problem then
    render(problem)
    return
  end
  telemetry.button_click("memory")
  session.add_to_memory(sign * value)
  render_memory()
end

function calculator_screen.memory_clear()
  session.clear_memory()
  render_memory()
end

function calculator_screen.memory_recall()
  local memory = session.memory()
  if memory then
    change(entry.insert(session.expression(), numbers.plain(memory)))
  end
end

function calculator_screen.history()
  ui.open("assets/history.rml")
end
