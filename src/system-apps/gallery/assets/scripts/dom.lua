--- Builds elements one at a time. Text enters through CreateTextNode, which parses nothing,
--- so what somebody types can never become markup, a handler or a locale key.
local dom = {}

--- Appends a new element to `parent` and returns it.
function dom.add(parent, tag, class)
  local child = parent:AppendChild(parent.owner_document:CreateElement(tag))
  if class then
    child.class_name = class
  end
  return child
end

function dom.clear(element)
  while element.first_child do
    element:RemoveChild(element.first_child)
  end
end

--- Replaces everything in `element` by `text`.
function dom.set_text(element, text)
  dom.clear(element)
  element:AppendChild(element.owner_document:CreateTextNode(text))
end

function dom.set_visible(element, visible)
  element:SetClass("hidden", not visible)
end

return dom
