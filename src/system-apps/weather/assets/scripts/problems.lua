--- What to tell people when a request failed.
local dates = require("scripts.dates")

local problems = {}

local ALONE <const> = { offline = "problem.offline", server = "problem.server" }
local WITH_LAST <const> = { offline = "problem.offline_cached", server = "problem.server_cached" }

--- `last` is the older forecast shown instead, if there is one.
function problems.describe(problem, last)
  if last then
    return app.t(WITH_LAST[problem], { when = dates.moment(last.fetched, os.time()) })
  end
  return app.t(ALONE[problem])
end

return problems
