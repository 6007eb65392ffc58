local mt = { __lt = function(a, b) return a.v < b.v end }
local t = {} for i = 1, 10 do t[i] = setmetatable({ v = (i * 7) % 11 }, mt) end
table.sort(t) for _, o in ipairs(t) do io.write(o.v, " ") end print()
print(pcall(table.sort, { setmetatable({ v = 1 }, mt), 5 }))
