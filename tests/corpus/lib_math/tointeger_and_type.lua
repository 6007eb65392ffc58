for _, x in ipairs { 3, 3.0, 3.5, "3", "3.0", "x", "0x10", 2^53, 2^63, -2^63, 1 / 0, 1e100, {}, true, "" } do print(type(x) == "table" and "table" or x, math.tointeger(x), math.type(x)) end
print(math.tointeger(0 / 0), math.type(nil), math.tointeger(nil), math.tointeger(-0.0))
print(pcall(math.tointeger))
print(pcall(math.type))
