print((select("#", assert(1, 2, 3))), (pcall(error)), select("#", pcall(error)), (tostring(nil)), #tostring(12), type(type))
print(rawequal("a" .. "b", "ab"), rawlen { 1, 2, nil, 4 } >= 2, next({}, nil), type(next), select(-1, 1, 2, 3))
print(tostring(-0.0), tostring(1e300 * 1e10), tonumber("  12  "), tonumber("12a"), tonumber("1e1", 16), tonumber("z", 36))
