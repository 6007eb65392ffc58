local function f(a, b, c) return a, b, c end
print(f()) print(f(1)) print(f(1, 2)) print(f(1, 2, 3)) print(f(1, 2, 3, 4))
print(f(f(1, 2, 3))) print(f(f(1, 2), f(3))) print(f((f(1, 2, 3))))
local function g(a, ...) return a, select("#", ...) end
print(g()) print(g(1)) print(g(1, nil)) print(g(nil, nil, nil))
print((function(...) return select("#", ...) end)(nil, nil))
local function defaults(x, y) x = x or "dx" if y == nil then y = "dy" end return x, y end
print(defaults()) print(defaults(false, false)) print(defaults(0, ""))
print(type(f), type(print), f == f, f ~= g, (function() end) == (function() end))
