--- The list of alarms.
local alarms = require("scripts.alarms")
local dom = require("scripts.dom")
local words = require("scripts.words")

local screen

local function element(id)
  return screen:GetElementById(id)
end

local function note_of(alarm)
  local days = words.days(alarm.days)
  return alarm.label ~= "" and alarm.label .. " · " .. days or days
end

local function add_alarm(list, alarm)
  local row = dom.add(list, "div", alarm.on and "row" or "row off")
  local texts = dom.add(row, "div", "row-words")
  dom.set_text(dom.add(texts, "p", "row-time"), words.time(alarm.hour, alarm.minute))
  dom.set_text(dom.add(texts, "p", "row-note"), note_of(alarm))
  texts:AddEventListener("click", function()
    ui.open("assets/alarm.rml", { id = alarm.id })
  end)
  local switch = dom.add(row, "button", alarm.on and "switch on" or "switch")
  dom.add(switch, "div", "knob")
  switch:AddEventListener("click", function()
    alarms.switch(alarm.id, os.time())
    alarms_panel.show(screen)
  end)
end

alarms_panel = { interval_ms = 10000 }

function alarms_panel.show(document)
  screen = document
  local list = element("alarm_list")
  dom.clear(list)
  for _, alarm in ipairs(alarms.all()) do
    add_alarm(list, alarm)
  end
  alarms_panel.tick(os.time())
end

function alarms_panel.tick(now)
  local at = alarms.next(now)
  dom.set_text(element("next_alarm"), at and app.t("alarms.next", { span = words.span(at - now) }) or app.t("alarms.none"))
end

function alarms_panel.add()
  ui.open("assets/alarm.rml")
end

return alarms_panel
