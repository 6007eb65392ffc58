for _, p in ipairs { { 7, 3 }, { -7, 3 }, { 7, -3 }, { -7, -3 }, { 7.5, 2 }, { -7.5, 2 }, { 5, 1 / 0 }, { -6, 2 }, { 0.0, 5 }, { -0.0, 5 }, { math.mininteger, -1 }, { math.mininteger, 3 }, { math.maxinteger, math.mininteger }, { 1, 1e308 }, { 5.5, 0.25 } } do
  print(p[1], p[2], math.fmod(p[1], p[2]), math.type(math.fmod(p[1], p[2])))
end
for _, x in ipairs { 3.7, -3.7, 5, -5, 0.0, 1e300, 1 / 0, -1 / 0, 2^53 + 0.0, 0.25, -0.5 } do print(x, math.modf(x)) end
print(math.type((math.modf(3.7))), math.type((math.modf(5))), math.type((math.modf(1 / 0))), math.modf("2.5"))
local a, b = math.modf(0 / 0)
print(a ~= a, b ~= b)
local n = math.fmod(1 / 0, 2)
print(n ~= n) n = math.fmod(5, 0.0)
print(n ~= n)
print(pcall(math.fmod, 1, 0))
print(pcall(math.fmod, 1))
print(pcall(math.fmod))
print(pcall(math.fmod, "x", 1))
print(pcall(math.fmod, 0, 0))
print(pcall(math.modf))
print(pcall(math.modf, {}))
