--- The pictures and the albums they are in, in the database. A picture is { id, source, title, taken, favourite, own }: `title` is a
--- message key, empty for pictures of the camera, for which `own` is 1. What the database refuses is an error of the app.
local bundle = require("scripts.bundle")

local library = {}

local TABLES <const> = {
  "CREATE TABLE IF NOT EXISTS pictures (id TEXT PRIMARY KEY, source TEXT NOT NULL UNIQUE, title TEXT NOT NULL, "
    .. "taken INTEGER NOT NULL, favourite INTEGER NOT NULL DEFAULT 0, own INTEGER NOT NULL)",
  "CREATE TABLE IF NOT EXISTS albums (id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE COLLATE NOCASE)",
  "CREATE TABLE IF NOT EXISTS album_pictures (album TEXT NOT NULL, picture TEXT NOT NULL, PRIMARY KEY (album, picture))",
}
local INSERT <const> = "INSERT OR IGNORE INTO pictures (id, source, title, taken, own) VALUES (?, ?, ?, ?, ?)"
local NEWEST_FIRST <const> = " ORDER BY taken DESC, id"

local function run(sql, values)
  return assert(db.execute(sql, values))
end

local function rows(sql, values)
  return assert(db.query(sql, values))
end

--- Makes the tables and puts in what comes with the app. Again and again nothing changes: a drawing's id is told by its file.
function library.open(now)
  db.transaction(function()
    for _, sql in ipairs(TABLES) do
      run(sql)
    end
    for index, drawing in ipairs(bundle) do
      run(INSERT, { crypto.sha256(drawing.source), drawing.source, drawing.title, now - index, 0 })
    end
  end)
end

--- Every picture, the newest first.
function library.all()
  return rows("SELECT * FROM pictures" .. NEWEST_FIRST)
end

function library.favourites()
  return rows("SELECT * FROM pictures WHERE favourite = 1" .. NEWEST_FIRST)
end

function library.of_album(album)
  return rows(
    "SELECT pictures.* FROM pictures JOIN album_pictures ON picture = id WHERE album = ?" .. NEWEST_FIRST,
    { album }
  )
end

--- Keeps a picture of the camera and gives its id.
function library.add(source, now)
  local id = crypto.uuid()
  run(INSERT, { id, source, "", now, 1 })
  return id
end

function library.toggle_favourite(id)
  run("UPDATE pictures SET favourite = 1 - favourite WHERE id = ?", { id })
end

--- Takes a picture out of the gallery and out of every album.
function library.remove(id)
  db.transaction(function()
    run("DELETE FROM album_pictures WHERE picture = ?", { id })
    run("DELETE FROM pictures WHERE id = ?", { id })
  end)
end

--- Every album by name: { id, name, count }.
function library.albums()
  return rows(
    "SELECT id, name, COUNT(picture) AS count FROM albums LEFT JOIN album_pictures ON album = id "
      .. "GROUP BY id ORDER BY name COLLATE NOCASE"
  )
end

--- The new album's id, or nil where there is one of this name.
function library.create_album(name)
  local id = crypto.uuid()
  return db.execute("INSERT INTO albums (id, name) VALUES (?, ?)", { id, name }) and id
end

--- Forgets an album; its pictures stay.
function library.remove_album(id)
  db.transaction(function()
    run("DELETE FROM album_pictures WHERE album = ?", { id })
    run("DELETE FROM albums WHERE id = ?", { id })
  end)
end

--- The ids of the albums a picture is in, as keys.
function library.albums_of(picture)
  local found = {}
  for _, row in ipairs(rows("SELECT album FROM album_pictures WHERE picture = ?", { picture })) do
    found[row.album] = true
  end
  return found
end

--- Puts a picture into an album, or takes it out.
function library.toggle_album(album, picture)
  if run("DELETE FROM album_pictures WHERE album = ? AND picture = ?", { album, picture }) == 0 then
    run("INSERT INTO album_pictures (album, picture) VALUES (?, ?)", { album, picture })
  end
end

return library
