local t = {} t[1] = "int" t[1.0] = "float" t[2^53] = "big" t[1.5] = "half" print(t[1], t[math.tointeger(2^53)], t[1.5], #t, t[1 << 53])
print(math.max(1, 2.0), math.min(3, 3.0), 1 == 1.0, math.type(3 // 1), math.type(3 / 1), math.type(3.0 // 1), 2^31 | 0)
