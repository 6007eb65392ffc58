local count = 0
for i = math.maxinteger - 2, math.maxinteger do count = count + 1 print(i) end
for i = math.mininteger + 2, math.mininteger, -1 do count = count + 1 print(i) end
print(count)
for i = math.maxinteger - 1, math.huge do print("up", i) end
for i = math.mininteger + 1, -math.huge, -1 do print("down", i) end
for i = 1, math.huge do if i > 3 then break end print(i) end
for i = 1, -math.huge do print("never") end
for i = 3, 1.5, -1 do print("f", i) end
for i = 1, 3.9 do print("g", i) end
for i = math.maxinteger, math.maxinteger - 10, -5 do print(i) end
for i = 1, math.maxinteger, math.maxinteger // 2 do print(i) end
for i = math.maxinteger - 1, 2^63 do print(i) end
for i = math.maxinteger - 1, math.maxinteger + 1.0 do print(i) end
for i = math.mininteger + 1, -2^63, -1 do print(i) end
