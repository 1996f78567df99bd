--- Forecasts and the copy of the last one, which is all there is without a connection.
local open_meteo = require("scripts.open_meteo")

local forecasts = {}

local PREFIX <const> = "forecast:"
local FRESH_SECONDS <const> = 30 * 60

--- The last forecast of a place, or nil. Its `fetched` is seconds as from os.time().
function forecasts.last(place)
  return storage.get(PREFIX .. place.id)
end

function forecasts.is_fresh(forecast, now)
  return forecast ~= nil and now - forecast.fetched < FRESH_SECONDS
end

--- Asks for a new forecast and keeps it. `done` gets (forecast) or (nil, problem).
function forecasts.fetch(place, done)
  open_meteo.forecast(place, function(forecast, problem)
    if forecast then
      forecast.fetched = os.time()
      storage.set(PREFIX .. place.id, forecast)
    end
    done(forecast, problem)
  end)
end

function forecasts.forget(place)
  storage.remove(PREFIX .. place.id)
end

return forecasts
