local t = {}
for i = 1, 10000 do table.insert(t, i) end
local s = 0
while #t > 0 do s = s + table.remove(t) end
print(s, #t)
for i = 1, 300 do table.insert(t, 1, i) end
print(t[1], t[300], #table.concat(t))
for i = 1, 300 do s = s + table.remove(t, 1) end
print(s, #t)
