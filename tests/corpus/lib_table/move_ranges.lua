local function show(t) local s = {} for i = 1, 8 do s[i] = tostring(t[i]) end print(table.concat(s, " ")) end
show(table.move({ 1, 2, 3, 4, 5 }, 2, 4, 1)) show(table.move({ 1, 2, 3, 4, 5 }, 1, 4, 2)) show(table.move({ 1, 2, 3 }, 1, 3, 4))
show(table.move({ 1, 2, 3 }, 1, 3, 1, { 9, 9, 9, 9 })) show(table.move({ 1, 2, 3 }, 1, 0, 5)) show(table.move({ 1, 2, 3 }, 2, 3, 7, {}))
show(table.move({ 1, nil, 3 }, 1, 3, 2)) show(table.move({}, 1, 3, 1, { "a", "b", "c", "d" }))
local a = { 1, 2 } print(table.move(a, 1, 2, 3) == a) local b = {} print(table.move(a, 1, 2, 1, b) == b)
print(table.move({ 1, 2, 3 }, -1, 1, 2)[4], table.move({ [0] = "z", "a" }, 0, 1, 5)[5])
print(table.move({ 10 }, 1, 1, math.maxinteger)[math.maxinteger], table.move({ [math.maxinteger] = 7 }, math.maxinteger, math.maxinteger, 1)[1])
