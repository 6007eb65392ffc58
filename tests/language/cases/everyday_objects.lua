local p = print
-- classes
local Animal = {}; Animal.__index = Animal
function Animal.new(name, sound) local self = setmetatable({}, Animal); self.name = name; self.sound = sound; return self end
function Animal:speak() return self.name .. " says " .. self.sound end
Animal.__tostring = function(a) return "Animal(" .. a.name .. ")" end
Animal.__eq = function(a, b) return a.name == b.name end
Animal.__lt = function(a, b) return a.name < b.name end
Animal.__le = function(a, b) return a.name <= b.name end
Animal.__len = function(a) return #a.name end
Animal.__call = function(self, x, y) return self.name, x, y end
Animal.__concat = function(a, b) return tostring(a) .. "&" .. tostring(b) end
local Dog = setmetatable({}, { __index = Animal, __call = function(cls, ...) return cls.new(...) end }); Dog.__index = Dog; Dog.__tostring = Animal.__tostring
function Dog.new(name) local self = Animal.new(name, "woof"); return setmetatable(self, Dog) end
function Dog:fetch(what) return self:speak() .. " and fetches " .. what end
function Dog:speak() return Animal.speak(self):upper() end
local a, d = Animal.new("cat", "meow"), Dog("rex")
p(a:speak(), d:speak(), d:fetch("ball"), tostring(a), tostring(d), a == Animal.new("cat", "x"), a ~= d, a < d == nil, #a, a(1, 2))
p(a < Animal.new("dog"), a <= a, a > Animal.new("ant"), a .. "s", "s" .. a, a .. a)
p(getmetatable(d) == Dog, getmetatable("x").__index == string, rawequal(a, a))
local Vec = {}; Vec.__index = Vec
local function V(x, y) return setmetatable({ x = x, y = y }, Vec) end
Vec.__add = function(a, b) return V(a.x + b.x, a.y + b.y) end; Vec.__sub = function(a, b) return V(a.x - b.x, a.y - b.y) end
Vec.__mul = function(a, b) if type(a) == "number" then return V(a * b.x, a * b.y) elseif type(b) == "number" then return V(a.x * b, a.y * b) end return a.x * b.x + a.y * b.y end
Vec.__unm = function(a) return V(-a.x, -a.y) end; Vec.__tostring = function(a) return "(" .. a.x .. ";" .. a.y .. ")" end
Vec.__div = function(a, b) return V(a.x / b, a.y / b) end; Vec.__idiv = function(a, b) return V(a.x // b, a.y // b) end; Vec.__mod = function(a, b) return V(a.x % b, a.y % b) end; Vec.__pow = function(a, b) return V(a.x ^ b, a.y ^ b) end
Vec.__band = function() return "band" end; Vec.__shl = function() return "shl" end; Vec.__bnot = function() return "bnot" end
p(V(1, 2) + V(3, 4), V(1, 2) - V(3, 4), 2 * V(1, 2), V(1, 2) * 3, V(1, 2) * V(3, 4), -V(1, 2), V(4, 6) / 2, V(5, 7) // 2, V(5, 7) % 3, V(2, 3) ^ 2, V(1, 1) & 1, 1 << V(1, 1), ~V(1, 1))
local sum = V(0, 0); for i = 1, 4 do sum = sum + V(i, i * i) end p(sum)
-- proxies
local log = {}
local proxy = setmetatable({}, { __index = function(_, k) log[#log + 1] = "get " .. tostring(k); return k end, __newindex = function(t, k, v) log[#log + 1] = "set " .. tostring(k); rawset(t, k, v) end })
p(proxy.foo, proxy[1], proxy.bar); proxy.z = 5; p(proxy.z); proxy.z = 6; p(rawget(proxy, "z"), table.concat(log, ","))
local ro = setmetatable({}, { __index = { a = 1 }, __newindex = function(_, k) error("read only " .. k, 2) end, __metatable = "locked" })
p(ro.a, pcall(function() ro.b = 1 end)); p(getmetatable(ro), pcall(setmetatable, ro, {}))
local def = setmetatable({}, { __index = function(t, k) local v = k * 2; t[k] = v; return v end }); p(def[4], def[4], rawget(def, 4), rawget(def, 5))
local it = setmetatable({}, { __pairs = function(t) return function(_, k) k = (k or 0) + 1; if k <= 3 then return k, k * 100 end end, t, nil end }); for k, v in pairs(it) do p(k, v) end
local chain = setmetatable({ own = 1 }, { __index = setmetatable({ mid = 2 }, { __index = { base = 3 } }) }); p(chain.own, chain.mid, chain.base, chain.none)
local cls = setmetatable({}, { __call = function(_, ...) return select("#", ...), ... end }); p(cls(1, nil, 3)); p(pcall(cls, 9))
-- iterators
local function range(n, m, s) return function(st, c) c = c + (s or 1); if c <= m then return c end end, nil, n - (s or 1) end
for i in range(1, 7, 3) do p(i) end
local function chars(s) local i = 0; return function() i = i + 1; if i <= #s then return i, s:sub(i, i) end end end for i, c in chars("abc") do p(i, c) end
local co = coroutine.create(function(a, b) p("start", a, b); local c = coroutine.yield(a + b); p("got", c); local d, e = coroutine.yield(c * 2); p(d, e); return "end", 99 end)
p(coroutine.resume(co, 1, 2)); p(coroutine.status(co)); p(coroutine.resume(co, 10)); p(coroutine.resume(co, "x", "y")); p(coroutine.status(co), coroutine.resume(co))
local gen = coroutine.wrap(function() for i = 1, 3 do coroutine.yield(i, i * i) end end); for i, sq in gen do p(i, sq) end
local function walk(t) return coroutine.wrap(function() local function rec(n) if type(n) == "table" then for _, c in ipairs(n) do rec(c) end else coroutine.yield(n) end end rec(t) end) end
for leaf in walk({ 1, { 2, { 3, 4 } }, 5 }) do p(leaf) end
p(pcall(coroutine.wrap(function() error("in co") end))); p(coroutine.resume(coroutine.create(function() error({}) end)) == false); p(coroutine.isyieldable(), coroutine.running() ~= nil)
p(select(2, coroutine.resume(coroutine.create(function() local x = nil; return x.y end))))
-- upvalues shared
local function pair() local v = 0; return function() v = v + 1; return v end, function() return v end end
local inc, get = pair(); inc(); inc(); p(get())
local acc = {}; for _, op in ipairs({ "add", "mul" }) do acc[op] = function(x, y) if op == "add" then return x + y end return x * y end end p(acc.add(2, 3), acc.mul(2, 3))
local function compose(...) local fns = { ... }; return function(x) for i = #fns, 1, -1 do x = fns[i](x) end return x end end
p(compose(function(x) return x + 1 end, function(x) return x * 2 end)(5))
local function curry(f, n) n = n or 2; if n <= 1 then return f end return function(a) return curry(function(...) return f(a, ...) end, n - 1) end end p(curry(function(a, b, c) return a + b + c end, 3)(1)(2)(3))
local function map(t, f) local r = {}; for i, v in ipairs(t) do r[i] = f(v, i) end return r end
local function filter(t, f) local r = {}; for _, v in ipairs(t) do if f(v) then r[#r + 1] = v end end return r end
local function reduce(t, f, z) for _, v in ipairs(t) do z = f(z, v) end return z end
p(table.concat(map({ 1, 2, 3 }, function(v, i) return v * i end), ","), table.concat(filter({ 1, 2, 3, 4 }, function(v) return v % 2 == 0 end), ","), reduce({ 1, 2, 3 }, function(a, b) return a + b end, 0))
local memo = setmetatable({}, { __mode = "k" }); memo[memo] = 1; p(memo[memo])
-- removing while iterating
local big = {}; for i = 1, 10 do big["k" .. i] = i end; local n = 0; for k, v in pairs(big) do if v % 2 == 0 then big[k] = nil end; n = n + 1 end p(n); local cnt = 0; for _ in pairs(big) do cnt = cnt + 1 end p(cnt)
for i = #{ 1, 2, 3 }, 1, -1 do p(i) end
-- shadowing, blocks, keyword-like names
local class, def2, None, True, lambda, self, import, print_, str, len, list, type_ = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
p(class, def2, None, True, lambda, self, import, print_, str, len, list, type_)
local T = { class = 1, def = 2, ["and"] = 3, None = 4, keys = 5, items = 6, get = 7, update = 8, pop = 9, copy = 10, __class__ = 11, __dict__ = 12, count = 13, index = 14, format = 15, arr_ = 16, hash_ = 17, _x = 18, x_ = 19, self = 20, ["with space"] = 21, ["é"] = 22, [""] = 23 }
p(T.class, T.def, T["and"], T.None, T.keys, T.items, T.get, T.update, T.pop, T.copy, T.__class__, T.__dict__, T.count, T.index, T.format, T.arr_, T.hash_, T._x, T.x_, T.self, T["with space"], T["é"], T[""])
T.class = nil; T.__class__ = "c"; T.arr_ = "arr"; p(T.class, T.__class__, T.arr_, T.missing, T.__init__, T.__len__, T.__name__)
local x = 1; do local x = x + 1; do local x = x + 1; p(x) end p(x) end p(x)
local function f(x) local x = x or 5; if x > 3 then local x = "inner"; return x end return x end p(f(), f(1))
local s <const> = 5; p(s); do local c <close> = setmetatable({}, { __close = function(_, e) p("closed", e) end }); p("in") end
p(pcall(function() local c <close> = setmetatable({}, { __close = function(_, e) p("closing", e) end }); error("boom", 0) end))
local str2 = "x"; for i = 1, 3 do str2 = str2 .. i end p(str2)
local long = [[
line1
line2]]; p(long, #long, "\65\x41\u{41}\z
   tail")
