--- The pictures being looked at, one after the other: slideshow.rml.
local captions = require("scripts.captions")
local dom = require("scripts.dom")
local selection = require("scripts.selection")
local slideshow = require("scripts.slideshow")

local PERCENT <const> = 100

slideshow_screen = {}

function slideshow_screen.show(document)
  local pictures = selection.pictures()
  slideshow.start(pictures, function(picture, position)
    document:GetElementById("picture"):SetAttribute("src", picture.source)
    document:GetElementById("progress").style.width = string.format("%.1f%%", position / #pictures * PERCENT)
    dom.set_text(document:GetElementById("title"), captions.title(picture))
  end)
end

function slideshow_screen.hide()
  slideshow.stop()
end
