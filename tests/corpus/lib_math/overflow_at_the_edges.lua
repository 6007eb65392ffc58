print(math.maxinteger + 1, math.mininteger - 1, -math.mininteger, math.abs(math.mininteger), math.maxinteger * math.maxinteger, math.mininteger // -1, math.mininteger % -1)
print(math.maxinteger + 1.0, math.maxinteger // 1.0, 1 << 63, 1 << 64, -1 >> 1, -1 >> 63, 5 // 0.0, -5 // 0.0, 5 % math.huge)
for i = math.maxinteger - 2, math.maxinteger do io.write(i, " ") end print()
