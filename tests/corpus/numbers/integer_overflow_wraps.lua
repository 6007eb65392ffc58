print(math.maxinteger + 1 == math.mininteger, math.mininteger - 1 == math.maxinteger)
print(math.maxinteger * 2, math.mininteger * 2, math.maxinteger * math.maxinteger)
print(-math.mininteger, math.abs(math.mininteger))
local n = math.maxinteger
n = n + 1
print(n, n - 1)
local sum = 0
for i = 1, 70 do sum = sum * 7 + i end
print(sum)
local p = 1
for i = 1, 25 do p = p * i print(i, p) end
print(math.mininteger // -1, math.mininteger % -1)
print(math.maxinteger + 1.0 == 2^63, math.maxinteger + 1.0)
