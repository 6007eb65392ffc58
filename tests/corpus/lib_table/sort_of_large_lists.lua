local t = {} for i = 1, 3000 do t[i] = (i * 7919) % 3001 end
table.sort(t) local ok = true for i = 2, #t do ok = ok and t[i - 1] <= t[i] end print(ok, t[1], t[1500], t[3000])
table.sort(t, function(a, b) return a > b end) print(t[1], t[1500], t[3000])
local s = {} for i = 1, 500 do s[i] = ("%03d"):format((i * 37) % 500) end table.sort(s) print(s[1], s[250], s[500])
for i = 1, 200 do t[i] = i end table.sort(t, function(a, b) return a < b end) print(t[1], t[2], t[3])
