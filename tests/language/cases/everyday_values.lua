local p = print

-- strings
local name = "  hello World  "
p(name:match("^%s*(.-)%s*$"):upper(), #name, name:rep(2, "|"), ("x"):rep(0))
p(("a,b,,c"):gsub(",", ";"))
for w in ("one two  three"):gmatch("%a+") do p(w, #w, w:sub(1, 1):upper() .. w:sub(2)) end
for k, v in ("a=1, b=2"):gmatch("(%w+)=(%w+)") do p(k, v) end
p(("%5.2f|%-5s|%05d|%x|%q"):format(3.14159, "ab", 42, 255, 'a "q"\n'))
p(("abc"):byte(1, -1)); p(string.char(72, 105)); p(("abc"):reverse(), ("abc"):find("b", 1, true))
p(("hello"):find("l")); p(("hello"):find("xyz")); p(("key = value"):match("^(%w+)%s*=%s*(%w+)$"))
p(("x"):len(), #"", "a" < "b", "Z" < "a", "a" .. 1 .. 2.0)
p(tostring(nil), tostring(true), tostring(12), tostring(1.5), tostring(1e100), tostring(-0.0), 2^53, 10 / 2, 7 // 2, 7 % -3, -7 // 2, 7.5 // 2)
p("10" + 5, "3" * "4", 10 .. "", "0x10" + 0, tonumber("  12  "), tonumber("1e1"), tonumber("abc"), tonumber("ff", 16), tonumber("8", 8))
p(math.type(1), math.type(1.0), math.type("1"), math.maxinteger + 1 == math.mininteger, math.tointeger(3.0), 1 == 1.0, math.max(1, 2.5), math.min(3, 2), math.floor(-3.5), math.ceil(3.2), math.huge, -math.huge)
p(string.gsub("hello world", "(o)", "<%1>")); p(string.gsub("abc", "%w", "%0%0", 2)); p(("abc"):gsub("", "-"))
p(string.gsub("$name is $age", "%$(%w+)", { name = "Bob", age = 42 })); p(("abc"):gsub("%w", function(c) if c == "b" then return "[b]" end end))

-- tables
local t = {}
for i = 1, 5 do t[#t + 1] = i * i end
p(#t, t[#t], table.concat(t, ","), select("#", table.unpack(t)))
t[#t] = nil; p(#t); table.insert(t, 1, 0); table.insert(t, "x"); p(table.concat(t, " "), table.remove(t), table.remove(t, 1), #t)
local r = {}
for i, v in ipairs({ 1, 2, nil, 4 }) do r[#r + 1] = i .. "=" .. v end
p(table.concat(r, ";"))
local keys = {}
for k in pairs({ a = 1, b = 2, c = 3 }) do keys[#keys + 1] = k end
table.sort(keys); p(table.concat(keys, ""))
table.sort(t, function(a, b) return a > b end); p(table.concat(t, " "))
local recs = { { n = "x", v = 3 }, { n = "y", v = 1 }, { n = "z", v = 2 } }
table.sort(recs, function(a, b) return a.v < b.v end)
for _, rec in ipairs(recs) do p(rec.n, rec.v) end
p(next({}), next({ 7 }), rawlen({ 1, 2 }), rawequal(t, t), rawget({ x = 1 }, "x"))
local nested = { a = { b = { c = { 1, 2, { d = "deep" } } } } }
p(nested.a.b.c[3].d, nested["a"]["b"].c[2], #nested.a.b.c)
local m = { [1] = "one", [2] = "two", [3.0] = "three", [-1] = "neg", ["1"] = "str", [true] = "yes" }
p(#m, m[3], m[-1], m["1"], m[true], m[1.0])
p(select(-1, 1, 2, 3), select(2, "a", "b", "c")); p(table.unpack({ 1, 2, 3 }, 2)); p(table.unpack({}, 1, 3))
local packed = table.pack(1, nil, 3, nil); p(packed.n, packed[1], packed[3])
p(table.concat(table.move({ 1, 2, 3 }, 1, 3, 2), ","), #table.move({ 1, 2 }, 1, 2, 1, {}))

-- closures
local fs = {}
for i = 1, 3 do fs[i] = function() i = i + 1; return i end end
p(fs[1](), fs[1](), fs[2](), fs[3]())
local k = 0; local ws = {}
while k < 3 do k = k + 1; local j = k; ws[k] = function() j = j + 10; return j, k end end
p(ws[1]()); p(ws[1]()); p(ws[3]())
local function counter() local c = 0; return { inc = function(by) c = c + (by or 1); return c end, get = function() return c end } end
local c1, c2 = counter(), counter(); c1.inc(); c1.inc(5); c2.inc(); p(c1.get(), c2.get())
local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end p(fib(15))
local even, odd; function even(n) if n == 0 then return true end return odd(n - 1) end function odd(n) if n == 0 then return false end return even(n - 1) end p(even(10), odd(7))
local function va(...) local a, b = ...; return select("#", ...), a, b, ... end p(va()); p(va(nil, nil)); p((va(1, 2, 3)))
local function mr() return 1, 2, 3 end
local x, y, z, w = mr(); p(x, y, z, w); local q = { mr(), mr() }; p(#q); p(mr(), 10); p((mr())); local l = { mr(), nil }; p(#l)
p(#{ mr(), n = 1 }, #{ n = 1, mr() })
local o = { v = 1 }; function o:add(n) self.v = self.v + n; return self end; p(o:add(2):add(3).v); p(o.add(o, 1).v)
local function defaults(opts) opts = opts or {}; local a = opts.a ~= nil and opts.a or "def"; local b = opts.b == nil and true or opts.b; return a, b end
p(defaults()); p(defaults({ a = false, b = false })); p(defaults({ a = 1 }))
p(nil and 1, false or nil, 0 and "zero", "" and "empty", not nil, not 0, 1 and 2 or 3, nil == false)

-- pcall
p(pcall(error, "msg", 0)); p((pcall(error, { code = 7 }))); p(select(2, pcall(error, { code = 7 })).code); p(pcall(error)); p(pcall(error, nil))
local ok, e = pcall(function() local n; return n.x end); p(ok, e)
ok, e = pcall(function() local n = {}; return n.x.y end); p(ok, e)
ok, e = pcall(function() return 1 + {} end); p(ok, e)
ok, e = pcall(function() return "a" + 1 end); p(ok, e)
ok, e = pcall(function() return "a" < 1 end); p(ok, e)
ok, e = pcall(function() return {} .. "x" end); p(ok, e)
ok, e = pcall(function() return #5 end); p(ok, e)
ok, e = pcall(function() error("with pos") end); p(ok, e)
ok, e = pcall(function() error("lvl2", 2) end); p(ok, e)
ok, e = pcall(function() local u; u() end); p(ok, e)
p(xpcall(function(a, b) return a + b end, print, 3, 4)); p(xpcall(function() error({ 1 }) end, function(er) return type(er) end))
p(pcall(string.rep)); p(pcall(setmetatable, 1, {})); p(pcall(ipairs)); p(pcall(("x").bad)); p(select(2, pcall(tostring)))
local E = setmetatable({}, { __tostring = function() return "EOBJ" end }); ok, e = pcall(error, E); p(ok, tostring(e), e == E)
p(pcall(function() assert(false, "amsg") end)); p(pcall(function() assert(nil) end)); p(pcall(assert, 1, 2, 3)); p((pcall(function() assert(false, { 1 }) end)))
-- goto
for i = 1, 3 do for j = 1, 3 do if j == 2 then goto continue end; if i == 3 then goto done end; p(i, j) ::continue:: end end ::done::
do local i = 1 ::top:: if i <= 3 then p("g", i); i = i + 1; goto top end end
local i = 0 repeat local stop = i >= 2; i = i + 1 until stop p(i)
for n = 10, 1, -3 do p(n) end for n = 1.0, 2, 0.5 do p(n) end for n = 1, 0 do p("never") end
for n = 3, 1 do p("never") end
local a, b = 1, 2; a, b = b, a; p(a, b); local tt = { 1, 2 }; local ix = 1; ix, tt[ix] = 2, "set"; p(ix, tt[1], tt[2])
p(8 // 0.0, -8 // 0.0, 0 / 0 ~= 0 / 0, 3 & 5, 3 | 5, 3 ~ 5, ~0, 1 << 62, 1 << 63, 1 << 64, -1 >> 1, 2^0.5, 7 // 0.5, 5.0 % 3, -5 % 3, 5 % -3.0)
p(pcall(function() return 1 // 0 end)); p(pcall(function() return 1 % 0 end)); p(pcall(function() return 1.5 & 1 end)); p(pcall(function() return "a" | 1 end)); p(pcall(function() return "3" | 0, 2.0 | 1 end)); p(pcall(function() local s = "3"; return s | 1 end))
p(1e15, 1e16, 123456789012345678, 0.1, 1/3, 100000000000000.0, 3.0, -1e-7, 2^63, math.pi, 1e300 * 1e10)
