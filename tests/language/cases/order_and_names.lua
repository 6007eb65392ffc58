-- tricky scoping and order
local print_ = print
local function id(...) return ... end
local order = {}
local function log(x) order[#order + 1] = tostring(x) return x end
local t = setmetatable({}, { __newindex = function(t, k, v) log("set" .. tostring(k)) rawset(t, k, v) end })
t[log("k1")], t[log("k2")] = log("v1"), log("v2")
print(table.concat(order, " "))
local x = 10
local function shadow(x) local x = x or 5 do local x = x + 1 print(x) end return x end
print(shadow(), shadow(1), x)
local print = function(...) return print_("wrapped", ...) end
print(1)
local str = "abc"
print(str:len(), ("%s"):rep(2, ","), #str)
local type = type(5)
print(type)
local index, first, values, lua, Table, Any, range, float = 1, 2, 3, 4, 5, 6, 7, 8
print(index, first, values, lua, Table, Any, range, float)
for range = 1, 2 do print(range) end
local class, def, is, None, self = 1, 2, 3, 4, 5
print(class, def, is, None, self)
local obj = { class = 1, def = 2, ["is"] = 3, None = 4, import = function(self, v) return v end }
print(obj.class, obj.def, obj.is, obj.None, obj:import(9), obj.import(1, 2))
local function varfn(a, b, ...)
  local c, d = ...
  return a, b, c, d, select("#", ...)
end
print(varfn(1)) print(varfn(1, 2, 3, 4, 5))
local function tail(n) if n == 0 then return "done" end return tail(n - 1) end
print(tail(100))
local r = { pcall(id, 1, nil, 3) }
print(#r, r[1], r[2], r[4])
local s = 0
for k, v in next, { 5, 6, 7 } do s = s + k * v end
print(s)
for a, b, c in id(function(st, i) if i < 3 then return i + 1, i * 2, st end end, "S", 0) do print(a, b, c) end
local nested = { a = { b = { c = function() return { d = 42 } end } } }
print(nested.a.b.c().d, nested["a"]["b"].c().d)
local m = {}
function m.f(a) return a end
function m:g(a) return self == m, a end
function m.sub() end
m.n = { o = {} }
function m.n.o.p(q) return q end
function m.n.o:r(q) return self == m.n.o, q end
print(m.f(1), m:g(2), m.n.o.p(3), m.n.o:r(4))
print(((id(1, 2))), (id(1, 2)))
local a <const> = 5
print(a + 1)
print(#"\0abc", "\0" == "\x00", ("a\0b"):byte(2))
print(tostring(1e300 * 1e10), -(0/0) ~= -(0/0), 2^63, math.tointeger(2^53))
print(8 // 3 * 3 + 8 % 3, 2 ^ 3 ^ 2, -2 ^ 2, not nil == true, 1 .. 2 .. 3)
print("a" < "b" and "b" < "c", "Z" < "a", "" < "a")
goto skip
print("skipped")
::skip::
print(next({}, nil), rawequal("a", "a"), #{ 1, 2, nil, 4 } >= 2)
local big = {}
for i = 1, 300 do big[i] = i end
print(select("#", table.unpack(big)), (select(300, table.unpack(big))))
print(string.format("%5.2f|%-5s|%05d|%x|%q", 3.14159, "ab", 42, 255, "q\n"))
local f2 = function(_, _) return _ end
print(f2(1, 2))
local _, _, z = 1, 2, 3
print(_, z)
while true do local done = true if done then break end end
local ok, err = pcall(function() local q <close> = 5 end)
print(ok, err)
print(math.max(1, 2.5), math.min(3), math.floor(-3.5), math.huge, -math.huge, math.pi)
print(tostring(3) == "3", 10 == "10", 0x7fffffffffffffff + 1 == math.mininteger)
print(#table.pack(), table.concat({ 1, 2, 3 }, "-", 2, 3))
