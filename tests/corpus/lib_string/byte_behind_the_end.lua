-- No code stands behind the end of a string: the variable is nil, not a number.
local s = 'a'
local b = s:byte(5)
print(b == nil, b or 'none', type(b), not b, tostring(b))
for i = 1, 3 do
  local c = s:byte(i)
  print(c == nil, c or 'none', c and c + 1, tostring(c))
  local t = {}
  t[1] = c
  print(#t, t[1])
end
local function joined(s, i)
  local c = s:byte(i)
  return c .. '!'
end
print(pcall(joined, 'a', 1))
print(pcall(joined, 'a', 2))
local function code(s, i) return (s:byte(i)) end
print(pcall(function() return 'x' .. code('a', 2) end))
print(pcall(function() return 'x' .. ('a'):byte(2) end))
print(pcall(function() return (s:byte(7)) // 1 end))
print(pcall(function() return (s:byte(7)) < 1 end))
print(pcall(function() return tostring((s:byte(7))) .. 'x' end))
print(pcall(tostring, s:byte(7)))
