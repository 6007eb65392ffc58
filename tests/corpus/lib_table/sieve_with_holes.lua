local t = {} for i = 1, 30 do t[i] = i end
for i = 2, 30 do if t[i] then for j = i * i, 30, i do t[j] = nil end end end
local s = {} for i = 2, 30 do if t[i] then s[#s + 1] = i end end print(table.concat(s, " "))
local keys = {} for k in pairs(t) do keys[#keys + 1] = k end table.sort(keys) print(#keys, keys[1], keys[#keys])
