local n = 0
local t = {} for i = 1, 50 do t[i] = (i * 37) % 53 end
table.sort(t, function(a, b) n = n + 1 return a < b end) print(n)
n = 0 table.sort(t, function(a, b) n = n + 1 return a < b end) print(n)
n = 0 table.sort(t, function(a, b) n = n + 1 return a > b end) print(n, t[1], t[50])
