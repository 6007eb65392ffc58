for _, c in ipairs { "a", "c", "d", "g", "l", "p", "s", "u", "w", "x", "z" } do
  local n, sum, m, msum = 0, 0, 0, 0
  for i = 0, 255 do
    local ch = string.char(i)
    if ch:find("%" .. c) then n = n + 1; sum = sum + i end
    if ch:find("%" .. c:upper()) then m = m + 1; msum = msum + i end
  end
  print(c, n, sum, m, msum)
end
