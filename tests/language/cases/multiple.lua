local function f(...) return ... end
local function none() end
print(f(), (f()), f(1, nil, 3))
print((f(1, 2, 3)), f(1, 2), "x")
print(select("#", f()), select("#", none()), select("#", f(nil, nil)), select(2, "a", "b", "c"))
local a, b, c = f(1, 2)
print(a, b, c)
local t = { f(1, 2), f(3, 4) }
print(#t, t[1], t[2], t[3])
local d, e = (f(5, 6))
print(d, e)
a, b = b, a
print(a, b)
local function g(a, ...) local n = select("#", ...) return n, ... end
print(g(1, 2, 3), g(1))
print(none() == nil)
local p = table.pack(f(1, nil, 3))
print(p.n, p[1], p[2], p[3])
print(table.unpack({ 1, 2, 3 }, 2))
local q = {}
local i = 1
i, q[i] = i + 1, 20
print(i, q[1], q[2])
local function h(x) return f(x), f(x, x) end
print(h(7))
print(pcall(f, 1, 2, 3))
print(#{ f(1, 2, 3), nil }, #{ n = 1, f(1, 2) })
local function v(...) local a, b = ... return a, b, #{ ... } end
print(v(1, 2, 3))
print((...))
local return_values = { f(9, 8, 7) }
print(#return_values)
-- libraries among several locals
local fmt, os, concat, x, y = string.format, os, table.concat, (function() return 1, 2 end)()
print(fmt("%d", 3), os.time({ year = 2020, month = 1, day = 1, hour = 12 }) > 0, concat({ 1, 2 }, "+"), x, y)
local a, math, none = (function() return 1, 2 end)(), require("math")
print(a, math.floor(1.5))
local string, table = string, table
print(string.rep("x", 2), table.concat({ "a", "b" }))
local utf8, later = utf8
print(utf8.char(65), later)
local s2, t2 = require("string"), require("table"), print("evaluated")
print(s2.upper("a"), t2.unpack({ 1, 2 }))
do
  local math = "shadows"
  print(math, require("math").floor(2.5))
end
