print(math.maxinteger, math.mininteger, math.huge, -math.huge, math.pi)
print(math.maxinteger + 1 == math.mininteger, math.mininteger - 1 == math.maxinteger, math.maxinteger * 2, math.mininteger // -1, math.mininteger % -1)
print(math.maxinteger + 0.0 == 2^63, math.maxinteger + 0.0, math.huge == math.huge + 1, math.huge // 1, -math.huge % 2, 5 % math.huge, -5 % math.huge)
print(math.type(math.maxinteger), math.type(math.huge), #tostring(math.pi))
