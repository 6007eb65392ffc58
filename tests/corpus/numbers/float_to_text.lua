for _, v in ipairs{1.0, -1.0, 0.0, 1e14, 1e15, 1e16, 1e17, 123456789.123, 0.1, 1/3, 2^53, 2^63, -2^63, 1e300, 5e-324, 3.14159265358979, 1e-7, 12345678901234567890.0} do
  print(v, tostring(v), v .. "", string.format("%.14g", v), string.format("%g", v))
end
print(-0.0, 0.0 == -0.0, 1 / -0.0)
print(math.huge, -math.huge)
print(2^31, 2^31 | 0, 1e3 | 0)
