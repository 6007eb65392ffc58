local function count(...) return select("#", ...), table.pack(...).n end
print(count(), count(nil), count(nil, nil), count(1, nil, 3))
local function tail(_, ...) return ... end print(tail(1, 2, 3), (tail(1, 2, 3)))
local function bind(f, ...) local a = table.pack(...) return function(...) local b = table.pack(table.unpack(a, 1, a.n)) for i = 1, select("#", ...) do b[a.n + i] = (select(i, ...)) end return f(table.unpack(b, 1, a.n + select("#", ...))) end end
print(bind(math.max, 1, 5)(3), bind(string.format, "%s-%s", "a")("b"))
