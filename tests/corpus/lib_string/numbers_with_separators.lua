local function commas(n)
  local s, k = tostring(n), nil
  repeat s, k = s:gsub("^(-?%d+)(%d%d%d)", "%1,%2") until k == 0
  return s
end
for _, n in ipairs { 0, 12, 123, 1234, -1234567, 1e15 // 1 | 0, math.mininteger } do print(commas(n)) end
