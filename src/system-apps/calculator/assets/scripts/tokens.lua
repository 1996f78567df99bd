--- Cuts an expression such as "12.5×(3−1)" into numbers and signs.
local tokens = {}

local NUMBER <const> = "^%d+%.?%d*"
--- As numbers.plain() writes it, with an ASCII minus: the sign of subtraction is "−".
local EXPONENT <const> = "^e%-?%d+"
local CHARACTER <const> = "^" .. utf8.charpattern

--- A list of numbers and signs, or nil where something is neither.
function tokens.of(expression)
  local found = {}
  local at = 1
  while at <= #expression do
    local digits = expression:match(NUMBER, at)
    if digits then
      local exponent = expression:match(EXPONENT, at + #digits) or ""
      found[#found + 1] = tonumber(digits .. exponent)
      at = at + #digits + #exponent
    else
      local sign = expression:match(CHARACTER, at)
      if not sign or not ("+−×÷^%()"):find(sign, 1, true) then
        return nil
      end
      found[#found + 1] = sign
      at = at + #sign
    end
  end
  return found
end

return tokens
