for _, x in ipairs { 3.7, -3.7, 0.5, -0.5, 0.0, -0.0, 1e15, 2^53, 2^62, 2^63, -2^63, 1e300, 1 / 0, -1 / 0, 5, -5, math.maxinteger } do
  print(x, math.floor(x), math.ceil(x), math.type(math.floor(x)), math.type(math.ceil(x)))
end
print(math.floor("3.7"), math.ceil("3.2"), math.floor("10"), math.floor("0x1p4"))
local n = math.floor(0 / 0)
print(n ~= n, math.type(n))
print(math.floor(2^63 - 1025), math.ceil(-2^63), math.floor(-9223372036854775809.0))
