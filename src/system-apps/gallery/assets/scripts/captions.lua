--- What stands below a picture.
local captions = {}

function captions.title(picture)
  return app.t(picture.title ~= "" and picture.title or "picture.own")
end

function captions.note(picture)
  if picture.own == 0 then
    return app.t("picture.drawing")
  end
  return app.t("picture.taken", { date = os.date("%d.%m.%Y", picture.taken), time = os.date("%H:%M", picture.taken) })
end

return captions
