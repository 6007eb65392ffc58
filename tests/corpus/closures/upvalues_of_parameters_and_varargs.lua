local function f(a, b) local function set(x) a = x end local function get() return a, b end return get, set end
local g, s = f(1, 2) s(9) print(g())
local function bind(fn, ...) local args, n = {...}, select("#", ...) return function(...) local all = {table.unpack(args, 1, n)} for i = 1, select("#", ...) do all[n + i] = (select(i, ...)) end return fn(table.unpack(all, 1, n + select("#", ...))) end end
bind(print, 1, nil)(2) print(bind(math.max, 1, 5)(3, 9))
local function m(self) return function() self.n = self.n + 1 return self.n end end local o = {n = 0} local inc = m(o) inc() print(inc(), o.n)
local function q(x) local y = x do local x = x + 1 y = function() return x end end return x, y() end print(q(5))
local function swap(a, b) local f = function() a, b = b, a end f() return a, b end print(swap(1, 2))
local function late(x) local f = function() return x end x = x .. "+" return f() end print(late("v"))
local function cond(x) if x then local z = x return function() z = z + 1 return z end end local z = 0 return function() z = z - 1 return z end end local c1, c2 = cond(5), cond() print(c1(), c1(), c2(), c2())
