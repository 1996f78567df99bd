--- All counters: main.rml.
local counters = require("scripts.counters")
local dom = require("scripts.dom")

local function open_counter(counter)
  ui.open("assets/counter.rml", { id = counter.id })
end

local function add_row(list, counter)
  local row = dom.add(list, "div", "counter")
  dom.set_text(dom.add(row, "p", "counter-name"), counters.label(counter))
  dom.set_text(dom.add(row, "p", "counter-count"), string.format("%d", counter.count))
  row:AddEventListener("click", function()
    open_counter(counter)
  end)
end

-- A global table: the handlers in main.rml call it.
list_screen = {}

function list_screen.show(document)
  local all = counters.all()
  local list = document:GetElementById("counters")
  dom.clear(list)
  for _, counter in ipairs(all) do
    add_row(list, counter)
  end
  dom.set_visible(document:GetElementById("empty"), #all == 0)
end

function list_screen.add()
  open_counter(counters.add())
end
