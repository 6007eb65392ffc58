for _, s in ipairs { 0, 1, -1, 123456789, math.maxinteger, math.mininteger, 2^40, "77" } do
  math.randomseed(s)
  local r = {} for i = 1, 6 do r[i] = math.random(1000) end
  print(s, table.concat(r, " "), math.random(0), ("%.17g"):format(math.random()))
end
for _, s in ipairs { { 1, 2 }, { 0, -1 }, { 42, 0 }, { 1 << 62, 99 } } do
  math.randomseed(s[1], s[2]) print(math.random(1 << 30), math.random(3), math.random(0))
end
