local function v(n) io.write(n, " ") return n end
print(v(1) + v(2) * v(3))
print(v(8) / v(4) / v(2))
print(v(2) ^ v(3) ^ v(2))
print(v("a") .. v("b") .. v("c"))
print(v(1) < v(2), v(2) > v(1), v(1) >= v(2))
print((v(1) + v(2)) == (v(3)))
print(v(1) & v(3) | v(4) ~ v(5) << v(1))
local t = {v(1), v(2), [v(3)] = v(4)}
print(#t)
print(v(5), v(6), (v(7)))
