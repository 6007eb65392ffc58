local a, b, c = 1, 2, 3 a, b, c = b, c, a print(a, b, c) a, b = b, a print(a, b) local t = {1, 2, 3} t[1], t[3] = t[3], t[1] print(t[1], t[2], t[3]) t.x, t.y = 1, 2 t.x, t.y = t.y, t.x print(t.x, t.y)
local i, j = 1, 2 i, j = j, i + j print(i, j) for _ = 1, 5 do i, j = j, i + j end print(i, j) local p = {v = 1, n = {v = 2}} p, p.v = p.n, 10 print(p.v)
local function two() return 1, 2 end local x, y, z = two() print(x, y, z) x, y, z = 0, two() print(x, y, z) x, y = two(), 5 print(x, y) t[two()] = "one" print(t[1]) t[#t + 1], t[#t + 2] = "n1", "n2" print(#t, t[4], t[5])
local m = {{1, 2}, {3, 4}} m[1][2], m[2][1] = m[2][1], m[1][2] print(m[1][2], m[2][1]) local s = "ab" s, t.len = s:reverse(), #s print(s, t.len)
