local function n(...) return select("#", ...) end
print(n(), n(nil), n(nil, nil), n(1, nil, 3, nil))
local function f(...) local a, b = ... return a, b, select("#", ...) end
print(f()) print(f(1)) print(f(1, 2, 3)) print(f(nil, nil, nil))
local function g(...) return select(2, ...) end print(g(1, 2, 3)) print(g(1)) print((g(1, 2, 3)))
print(select(-1, "a", "b", "c")) print(select(-2, "a", "b", "c")) print(select(3, "a", "b")) print(select("2", "a", "b"))
print(pcall(select, 0, 1)) print(pcall(select, -5, 1)) print(pcall(select)) print(pcall(select, "x")) print(pcall(select, 1.5))
local function last(...) return (select(select("#", ...), ...)) end print(last(1, 2, "last"))
local function sum(...) local s = 0 for i = 1, select("#", ...) do s = s + (select(i, ...)) end return s end print(sum(1, 2, 3, 4))
local function sum2(...) local s = 0 for _, v in ipairs{...} do s = s + v end return s end print(sum2(1, 2, nil, 4))
