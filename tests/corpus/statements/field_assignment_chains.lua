local t = {a = {b = {}}}
t.a.b.c = 1 t["a"]["b"]["d"] = 2 t.a["b"].e = 3
print(t.a.b.c, t.a.b.d, t.a.b.e)
local k = "key" t[k] = k t[k .. 2] = 2 t[1] = "one" t[true] = "bool" t[t] = "self"
print(t.key, t.key2, t[1], t[true], t[t])
t.a.b = nil print(t.a.b)
local function get() return t end
get().new = "via call" get()["x" .. 1] = 5 print(t.new, t.x1)
t.list = {} t.list[#t.list + 1] = "p" t.list[#t.list + 1] = "q" print(#t.list, t.list[2])
t.n = 1 t.n = t.n + 1 t.n = t.n * 10 print(t.n)
;(function() t.iife = true end)() print(t.iife)
local s = {} s.s = s s.s.s.s.v = 9 print(s.v)
