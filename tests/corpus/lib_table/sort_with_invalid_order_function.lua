print(pcall(table.sort, { 1, 2, 3 }, function() return true end))
print(pcall(table.sort, { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 }, function() return true end))
print(pcall(table.sort, { 3, 3, 3, 3, 3 }, function(a, b) return a <= b end))
local t = {} for i = 1, 100 do t[i] = i % 3 end
print(pcall(table.sort, t, function(a, b) return a <= b end))
print(pcall(table.sort, { 1, 2, 3, 4 }, function(a, b) return false end))
local calls = 0
print(pcall(table.sort, { 5, 4, 3, 2, 1 }, function() calls = calls + 1 return calls % 2 == 0 end))
