local t = {}
t[1] = "int" t[1.0] = "float" t[2^53] = "big" t["1"] = "text"
print(t[1], t[1.0], t[2^53|0], t["1"], t[1.5])
t[1.5] = "half" print(t[1.5], t[3/2])
t[-0.0] = "zero" print(t[0], t[0.0])
for k, v in pairs({[3.0] = "x"}) do print(k, math.type(k), v) end
print(next({[2^31] = 1}))
print(#{[1.0] = "a", [2.0] = "b"})
local big = {} big[2^63] = 1 print(big[2^63], next(big))
