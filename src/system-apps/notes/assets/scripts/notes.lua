--- The notes: one storage key each, so that saving one never rewrites the others.
--- A note is { id, title, text, colour, pinned, updated }; a draft has no id yet.
local text = require("scripts.text")

local notes = {}

local PREFIX <const> = "note:"
local NEXT_ID <const> = "next_id"
local COLOURS <const> = { "sun", "peach", "mint", "sky", "lilac" }

local deleted

local function is_blank(note)
  return text.trim(note.title) == "" and text.trim(note.text) == ""
end

local function take_id()
  local id = math.tointeger(storage.get(NEXT_ID)) or 1
  storage.set(NEXT_ID, id + 1)
  return string.format("%d", id)
end

local function newest_first(a, b)
  if a.pinned ~= b.pinned then
    return a.pinned
  end
  if a.updated ~= b.updated then
    return a.updated > b.updated
  end
  return a.id > b.id
end

--- An empty note that save() will store once something is written. Colours take turns.
function notes.draft()
  local turn = math.tointeger(storage.get(NEXT_ID)) or 1
  return { title = "", text = "", colour = COLOURS[(turn - 1) % #COLOURS + 1], pinned = false, updated = 0 }
end

function notes.get(id)
  return storage.get(PREFIX .. id)
end

--- Every note, pinned ones first, then the latest.
function notes.all()
  local found = {}
  for _, key in ipairs(storage.keys()) do
    if key:sub(1, #PREFIX) == PREFIX then
      found[#found + 1] = storage.get(key)
    end
  end
  table.sort(found, newest_first)
  return found
end

--- The notes whose title or text contains every word of `query`.
function notes.search(query)
  local words = {}
  for word in text.fold(query):gmatch("%S+") do
    words[#words + 1] = word
  end
  local found = {}
  for _, note in ipairs(notes.all()) do
    local content = text.fold(note.title .. "\n" .. note.text)
    local matches = true
    for _, word in ipairs(words) do
      matches = matches and content:find(word, 1, true) ~= nil
    end
    if matches then
      found[#found + 1] = note
    end
  end
  return found
end

--- Stores `note` as changed at `now`. A note without a word in it is not kept.
function notes.save(note, now)
  if is_blank(note) then
    if note.id then
      notes.delete(note.id)
    end
    return
  end
  if deleted and deleted.id == note.id then
    deleted = nil
  end
  note.id = note.id or take_id()
  note.updated = now
  storage.set(PREFIX .. note.id, note)
end

--- Removes a note; undelete() brings the last removed one back.
function notes.delete(id)
  local note = notes.get(id)
  if note then
    deleted = note
    storage.remove(PREFIX .. id)
  end
end

function notes.can_undelete()
  return deleted ~= nil
end

function notes.undelete()
  if deleted then
    storage.set(PREFIX .. deleted.id, deleted)
    deleted = nil
  end
end

function notes.forget_deleted()
  deleted = nil
end

return notes
