--- Pictures of the camera. The permission is asked for when it is needed, and everything else works without.
local shots = {}

local CAMERA <const> = "camera"

local function shoot(done)
  camera.take_picture({
    done = function(capture, err)
      -- Nobody has to be told that they thought better of it.
      done(capture and capture.source, err ~= "cancelled" and err and "camera.failed" or nil)
    end,
  })
end

--- Calls `done(source)` with a picture, `done(nil, key)` with the key of what went wrong, or `done()` where none was taken.
function shots.take(done)
  if permissions.has(CAMERA) then
    shoot(done)
    return
  end
  permissions.request(CAMERA, function(answer)
    if answer == "granted" then
      shoot(done)
    else
      done(nil, answer == "blocked" and "camera.blocked" or "camera.denied")
    end
  end)
end

return shots
