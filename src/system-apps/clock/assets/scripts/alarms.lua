--- The alarms, and the notifications they ring by: { id, hour, minute, days, label, on, since }.
local schedule = require("scripts.schedule")
local words = require("scripts.words")

local alarms = {}

local KEY <const> = "alarms"
local WAITING <const> = "waiting"
local NEXT_ID <const> = "next_id"

local function by_time(a, b)
  if a.hour ~= b.hour then
    return a.hour < b.hour
  elseif a.minute ~= b.minute then
    return a.minute < b.minute
  end
  return a.id < b.id
end

--- Every alarm, by the time of day.
function alarms.all()
  return storage.get(KEY) or {}
end

function alarms.get(id)
  for _, alarm in ipairs(alarms.all()) do
    if alarm.id == id then
      return alarm
    end
  end
end

--- An alarm that save() will keep.
function alarms.draft()
  return { hour = 7, minute = 0, days = {}, label = "" }
end

--- Takes back what waits to ring and lets it wait anew: a week ahead is as far as it goes, so that every visit to the app
--- winds the alarms up.
local function wind_up(list, now)
  for _, id in ipairs(storage.get(WAITING) or {}) do
    notify.cancel(id)
  end
  local waiting = {}
  for index, ring in ipairs(schedule.plan(list, now)) do
    local alarm = ring.alarm
    local time = words.time(alarm.hour, alarm.minute)
    waiting[index] = notify.schedule({
      title = alarm.label ~= "" and alarm.label or app.t("alarm.rings"),
      text = time,
      at = ring.at,
      params = { tab = "alarms" },
    })
  end
  storage.set(WAITING, waiting)
end

local function keep(list, now)
  table.sort(list, by_time)
  storage.set(KEY, list)
  wind_up(list, now)
end

--- Switches off what was to ring once and did, and winds up the others.
function alarms.refresh(now)
  local list = alarms.all()
  for _, alarm in ipairs(list) do
    if alarm.on and schedule.is_over(alarm, now) then
      alarm.on = false
    end
  end
  keep(list, now)
end

local function without(id)
  local list = {}
  for _, alarm in ipairs(alarms.all()) do
    if alarm.id ~= id then
      list[#list + 1] = alarm
    end
  end
  return list
end

--- Keeps an alarm, switched on.
function alarms.save(alarm, now)
  if not alarm.id then
    alarm.id = math.tointeger(storage.get(NEXT_ID)) or 1
    storage.set(NEXT_ID, alarm.id + 1)
  end
  alarm.on, alarm.since = true, now
  local list = without(alarm.id)
  list[#list + 1] = alarm
  keep(list, now)
end

function alarms.remove(id, now)
  keep(without(id), now)
end

function alarms.switch(id, now)
  local alarm = alarms.get(id)
  if alarm.on then
    local list = without(id)
    alarm.on = false
    list[#list + 1] = alarm
    keep(list, now)
  else
    alarms.save(alarm, now)
  end
end

--- The moment at which the next one rings, or nil.
function alarms.next(now)
  local first = schedule.plan(alarms.all(), now)[1]
  return first and first.at
end

return alarms
