math.randomseed(7)
for _, r in ipairs { { 0, 1 }, { 1, 3 }, { -10, -1 }, { 0, 255 }, { 0, 256 }, { 1, 6 }, { math.maxinteger - 1, math.maxinteger }, { math.mininteger, 0 }, { -1, math.maxinteger } } do
  print(r[1], r[2], math.random(r[1], r[2]), math.random(r[1], r[2]), math.random(r[1], r[2]))
end
print(math.random(3.0), math.random("5"), math.random("1", 9.0))
print(math.type(math.random(5)), math.type(math.random()), math.type(math.random(0)))
