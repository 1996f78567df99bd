--- One alarm being set: alarm.rml. Opened with { id } for an alarm that is kept, without for a new one.
local alarms = require("scripts.alarms")
local dom = require("scripts.dom")
local schedule = require("scripts.schedule")
local words = require("scripts.words")

--- A week as most people read it, in the numbers of os.date("*t").
local WEEK <const> = { 2, 3, 4, 5, 6, 7, 1 }
local FULL <const> = { hour = 24, minute = 60 }

local screen
local alarm

local function element(id)
  return screen:GetElementById(id)
end

local function is_chosen(wday)
  for _, day in ipairs(alarm.days) do
    if day == wday then
      return true
    end
  end
  return false
end

local function render_time()
  dom.set_text(element("hour"), string.format("%02d", alarm.hour))
  dom.set_text(element("minute"), string.format("%02d", alarm.minute))
end

--- Keeps the days in the order of the week.
local function toggle_day(wday)
  local days = {}
  for _, day in ipairs(WEEK) do
    if is_chosen(day) ~= (day == wday) then
      days[#days + 1] = day
    end
  end
  alarm.days = days
end

local function render_days()
  local list = element("days")
  dom.clear(list)
  for _, wday in ipairs(WEEK) do
    local day = dom.add(list, "div", is_chosen(wday) and "day chosen" or "day")
    dom.set_text(day, words.short_day(wday))
    day:AddEventListener("click", function()
      toggle_day(wday)
      render_days()
    end)
  end
  dom.set_text(element("days_text"), words.days(alarm.days))
end

alarm_screen = {}

function alarm_screen.show(document)
  screen = document
  local id = ui.params().id
  alarm = id and alarms.get(id) or alarms.draft()
  element("label"):SetAttribute("placeholder", app.t("alarm.rings"))
  element("label"):SetAttribute("value", alarm.label)
  dom.set_visible(element("delete"), alarm.id ~= nil)
  render_time()
  render_days()
end

function alarm_screen.turn(part, step)
  alarm[part] = (alarm[part] + step) % FULL[part]
  render_time()
end

function alarm_screen.name(event)
  alarm.label = event.parameters.value
end

function alarm_screen.save()
  local now = os.time()
  alarms.save(alarm, now)
  ui.toast(app.t("alarm.saved", { span = words.span(schedule.next(alarm, now) - now) }))
  ui.back()
end

function alarm_screen.delete()
  alarms.remove(alarm.id, os.time())
  ui.back()
end
