print(("x"):rep(3))
local t = {}
table.insert(t, 1, 2, 3)
