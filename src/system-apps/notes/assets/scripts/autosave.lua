--- Saves a little after the last change, and at once when the app is put away.
local autosave = {}

local DELAY_MS <const> = 800

local waiting, timeout

--- Runs the save that is waiting, if any.
function autosave.flush()
  if waiting then
    local save = waiting
    waiting = nil
    timer.cancel(timeout)
    save()
  end
end

--- Calls `save` once, DELAY_MS after the last call of later().
function autosave.later(save)
  if waiting then
    timer.cancel(timeout)
  end
  waiting = save
  timeout = timer.after(DELAY_MS, autosave.flush)
end

app.on("pause", autosave.flush)

return autosave
