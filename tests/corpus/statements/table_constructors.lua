local t = {1, 2, 3, x = "a", ["y z"] = "b", [10] = "ten", [1 + 1 + 2] = "four"; "last"}
print(#t, t[4], t.x, t["y z"], t[10])
local function mr() return 7, 8, 9 end
print(#{mr()}, #{mr(), mr()}, #{(mr())}, #{mr(), nil}, #{nil, mr()})
local u = {[1] = "explicit", "positional"} print(u[1])
local v = {"p1", [1] = "e1", "p2", [2] = "e2"} print(v[1], v[2])
local n = {a = {b = {c = {1, {2, {3}}}}}} print(n.a.b.c[2][2][1])
print(#{...}, select("#", table.unpack({1, nil, 3}, 1, 3)))
print(pcall(function() return {[nil] = 1} end))
print(pcall(function() return {[0/0] = 1} end))
local w = {nil, nil, 3} print(w[3], #w)
local trailing = {1, 2,} print(#trailing)
local f = {["end"] = 1, ["while"] = 2, _ENV = 3, self = 4} print(f["end"], f["while"], f._ENV, f.self)
