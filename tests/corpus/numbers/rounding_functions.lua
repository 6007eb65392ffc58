for _, v in ipairs{2.5, -2.5, 2.4, -2.6, 3, -3, 0.0, 1e100} do
  print(v, math.floor(v), math.ceil(v), (math.modf(v)), select(2, math.modf(v)))
end
print(math.floor(2^31 + 0.5), math.ceil(-0.5), math.floor(-0.5))
print(math.ult(1, -1), math.ult(-1, 1), math.ult(1, 2))
print(7 // 1, 7.9 // 1, -7.9 // 1, 7.9 // 1 | 0)
print(math.floor(1e300) == 1e300, math.type(math.floor(1e300)), math.type(math.floor(1.5)))
