local t = { "a", "b", "c", "d" }
print(table.remove(t), table.remove(t, 1), table.remove(t, 2), table.concat(t, ","), #t)
print(table.remove(t, 1), table.remove(t), table.remove(t), #t)
print(table.remove({}, 0), table.remove({}, 1), table.remove({ [0] = "z" }, 0))
print(table.remove({ 1, 2 }, 3), table.remove({ 1, 2 }, "1"), table.remove({ 1, 2 }, 2.0))
print(select("#", table.remove({})), select("#", table.remove({}, nil)))
local e = {} print(table.remove(e, #e), #e)
local z = { [0] = "zero" } print(table.remove(z), z[0])
