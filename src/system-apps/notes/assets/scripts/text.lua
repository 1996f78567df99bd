--- Text helpers that know UTF-8.
local text = {}

local PLAIN <const> = {
  a = "ÁÀÂÄÃÅáàâäãå",
  c = "Çç",
  e = "ÉÈÊËéèêë",
  i = "ÍÌÎÏíìîï",
  n = "Ññ",
  o = "ÓÒÔÖÕóòôöõ",
  u = "ÚÙÛÜúùûü",
}

local plain_letter = {}
for plain, accented in pairs(PLAIN) do
  for _, code in utf8.codes(accented) do
    plain_letter[utf8.char(code)] = plain
  end
end

--- Lower case without accents, for comparing: "Camión" and "camion" fold alike.
function text.fold(value)
  return (value:lower():gsub(utf8.charpattern, plain_letter))
end

function text.trim(value)
  return value:match("^%s*(.-)%s*$")
end

--- At most `length` characters, the rest replaced by an ellipsis.
function text.cut(value, length)
  local rest = utf8.offset(value, length + 1)
  if not rest or rest > #value then
    return value
  end
  return text.trim(value:sub(1, rest - 1)) .. "…"
end

return text
