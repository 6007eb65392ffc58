local values = {0, 0.0, -0.0, 1, 1.0, 10, 1e1, 3.5, 2^53, 2^53 | 0, 1e100, 7 // 2, 7 / 2, 7.0 // 2, 7 % 2.0}
for i, v in ipairs(values) do print(i, v, math.type(v), type(v)) end
print(math.type("1"), math.type(nil), math.type({}))
print(1 == 1.0, math.type(1) == math.type(1.0))
print(1 + 1, 1 + 1.0, 2 * 1.5, 2 * 3, 4 / 2, 2 ^ 2)
print(math.tointeger(3.0), math.tointeger(3.5), math.tointeger("8"), math.tointeger("x"), math.tointeger(2^63))
