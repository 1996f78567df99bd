/**
 * The modules of Mosis and the elements of RmlUi in terms of `host(name, ...)`, as Lua that runs before an app. Elements have a
 * number on the other side.
 */
export const APP_PRELUDE = String.raw`
local host = host
local open_string = load

local function module(name, functions)
  local result = {}
  for _, each in ipairs(functions) do
    result[each] = function(...)
      -- Without a value, the bridge returns none instead of nil.
      local value, err = host(name .. "." .. each, ...)
      return value, err
    end
  end
  return result
end

app = module("app", { "t", "locale", "on", "id", "version" })
ui = module("ui", { "open", "back", "params", "toast", "confirm" })
storage = module("storage", { "get", "set", "remove", "keys", "clear" })
telemetry = module("telemetry", { "screen_view", "button_click", "error", "is_enabled" })
permissions = module("permissions", { "has", "request" })
timer = module("timer", { "after", "every", "cancel" })
json = module("json", { "encode", "decode" })
crypto = module("crypto", { "sha256", "uuid" })
notify = module("notify", { "show", "schedule", "cancel" })
camera = module("camera", { "take_picture" })
db = module("db", { "execute", "query" })

function db.transaction(body)
  db.execute("BEGIN")
  local went_well, result = pcall(body)
  local holds = went_well and result ~= false
  db.execute(holds and "COMMIT" or "ROLLBACK")
  if not went_well then
    error(result, 0)
  end
  return holds
end

local real_time = os.time
os.time = function(date)
  return date and real_time(date) or host("now")
end
local real_date = os.date
os.date = function(format, time)
  return real_date(format, time or host("now"))
end

local elements = {}
local methods = {}
local ELEMENTS <const> = { first_child = true, parent_node = true, owner_document = true }

local function element(number)
  if number == nil then
    return nil
  end
  if not elements[number] then
    local style = setmetatable({}, {
      __newindex = function(_, property, value)
        host("element.style", number, property, value)
      end,
    })
    elements[number] = setmetatable({ number = number, style = style }, {
      __index = function(_, key)
        if methods[key] then
          return methods[key]
        end
        local value = host("element.get", number, key)
        if ELEMENTS[key] then
          return element(value)
        end
        return value
      end,
      __newindex = function(_, key, value)
        host("element.set", number, key, value)
      end,
    })
  end
  return elements[number]
end

local function giving_element(name)
  return function(self, value)
    return element(host("element." .. name, self.number, type(value) == "table" and value.number or value))
  end
end

for _, name in ipairs({ "GetElementById", "QuerySelector", "CreateElement", "CreateTextNode", "AppendChild" }) do
  methods[name] = giving_element(name)
end

function methods:QuerySelectorAll(selector)
  local found = {}
  for index, number in ipairs(host("element.QuerySelectorAll", self.number, selector)) do
    found[index] = element(number)
  end
  return found
end

function methods:RemoveChild(child)
  host("element.RemoveChild", self.number, child.number)
end

function methods:SetClass(name, is_set)
  host("element.SetClass", self.number, name, is_set and true or false)
end

function methods:SetAttribute(name, value)
  host("element.SetAttribute", self.number, name, value)
end

function methods:GetAttribute(name)
  return host("element.GetAttribute", self.number, name)
end

function methods:Focus() end

function methods:AddEventListener(name, listener)
  host("element.AddEventListener", self.number, name, function(target, value)
    listener({ parameters = { value = value } }, element(target), self.owner_document)
  end)
end

function run_handler(source, body, target, value)
  local handler = assert(open_string("local event, element, document = ... " .. source, "=handler", "t"))
  handler({ parameters = { value = value } }, element(target), element(body))
end

local loaded = {}
function require(name)
  if loaded[name] == nil then
    local chunk = assert(open_string(host("module", name), "@" .. name, "t"))
    loaded[name] = chunk() or true
  end
  return loaded[name]
end

function run_script(source, path)
  assert(open_string(source, "@" .. path, "t"))()
end

for _, name in ipairs({ "load", "dofile", "loadfile", "io", "debug", "package", "host" }) do
  _G[name] = nil
end
os = { time = os.time, date = os.date, clock = os.clock, difftime = os.difftime }
`;
