--- Lets the visible screen look for news when the app comes back. Scripts of a screen run each
--- time it opens, modules once: the one listener of the platform's event lives here.
local resume = {}

local refresh

--- `again` is called on every return to the app, until the next call.
function resume.watch(again)
  refresh = again
end

app.on("resume", function()
  if refresh then
    refresh()
  end
end)

return resume
