local a, b, c = 1, 2
print(a, b, c)
a, b = b, a print(a, b)
local t = {1, 2, 3}
local i = 1
i, t[i] = i + 1, 20
print(i, t[1], t[2])
a, b, c = (function() return 10, 20, 30, 40 end)()
print(a, b, c)
a, b, c = 0, (function() return 10, 20, 30, 40 end)()
print(a, b, c)
a, b, c = (function() return 10, 20, 30 end)(), 5
print(a, b, c)
local x <const>, y = 1
print(x, y)
t.a, t.b, t.a = 1, 2, 3 print(t.b)
local p, q = {}, {}
p.q, p = q, "changed" print(next(q), p)
