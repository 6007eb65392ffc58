local t = {}
table.insert(t, "a") table.insert(t, "c") table.insert(t, 2, "b") table.insert(t, 1, "0") table.insert(t, 5, "e") table.insert(t, #t + 1, "f")
print(table.concat(t, ","), #t)
table.insert(t, "3", "x") table.insert(t, 2.0, "y")
print(table.concat(t, ","))
print(select("#", table.insert({}, 1)))
local u = { 1, 2, 3 }
table.insert(u, nil) print(#u)
table.insert(u, 2, nil) print(#u, u[1], u[2], u[3], u[4])
local w = { [1] = 1, [2] = 2, [4] = 4 }
table.insert(w, 3) print(w[3] or w[5])
