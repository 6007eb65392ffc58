local t = table.pack(1, nil, 3, nil)
print(t.n, t[1], t[2], t[3], t[4])
print(table.pack().n, #table.pack(), table.pack(nil).n, table.pack(nil, nil)[1])
print(table.unpack(table.pack(1, 2, 3)))
local function f(...) local p = table.pack(...) return table.unpack(p, 1, p.n) end
print(select("#", f(nil, nil)), f(1, nil, 2))
for k, v in pairs(table.pack("a", "b")) do print(k, v) end
