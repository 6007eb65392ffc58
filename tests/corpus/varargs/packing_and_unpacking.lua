local function p(...) local t = table.pack(...) return t.n, #t end
print(p()) print((p(nil, nil))) print(p(1, 2, 3)) print((p(1, nil)))
print(table.unpack({1, 2, 3})) print(table.unpack({1, 2, 3}, 2)) print(table.unpack({1, 2, 3}, 2, 5)) print(table.unpack({}, 1, 2))
local function pass(...) return ... end
print(pass(table.unpack({1, nil, 3}, 1, 3))) print((pass(1, 2))) print(pass(pass(1), pass(2, 3)))
local function fwd(f, ...) return f(...) end print(fwd(string.rep, "x", 3)) print(fwd(pass)) print(fwd(select, "#", nil, nil))
local function wrap(...) local args = {...} local n = select("#", ...) return function() return table.unpack(args, 1, n) end end
print(wrap(1, nil, nil)()) print(select("#", wrap(nil, nil)()))
local function mid(...) return "first", ... , "last" end print(mid(1, 2)) print(mid())
print(#{pass()}, #{pass(1, 2)}, #{pass(1, 2), pass(1, 2)})
