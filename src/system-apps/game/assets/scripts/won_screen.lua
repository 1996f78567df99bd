--- The applause: won.rml. Opened with { size, moves, seconds, is_best, best_moves }, where
--- best_moves is the record before this game, if there was one.
local clock = require("scripts.clock")
local dom = require("scripts.dom")

local TEXTS <const> = { [3] = "won.text.3", [4] = "won.text.4" }

won_screen = {}

function won_screen.show(document)
  local function element(id)
    return document:GetElementById(id)
  end
  local won = ui.params()
  dom.set_text(element("text"), app.t(TEXTS[won.size]))
  dom.set_text(element("moves"), string.format("%d", won.moves))
  dom.set_text(element("time"), clock.text(won.seconds))
  dom.set_visible(element("new_best"), won.is_best)
  dom.set_visible(element("previous"), won.best_moves ~= nil)
  if won.best_moves then
    dom.set_text(element("best"), app.t("won.best_value", { moves = string.format("%d", won.best_moves) }))
  end
end
