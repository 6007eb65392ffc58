local function f(...)
  local t = {..., "end"} local u = {"start", ...} local s = ... .. "!" local n = (...) local c = #{...}
  return #t, #u, s, n, c, ... == 1, not ..., (... or "none")
end
print(f("a", "b", "c")) print(f("x"))
local function g(...) if ... then return "truthy" end return "falsy" end print(g(), g(nil, 1), g(false), g(0))
local function h(...) for i, v in ... do io.write(i, tostring(v), " ") end print() end h(ipairs{"p", "q"}) h(next, {5})
local function k(...) local x <const> = ... return x end print(k(7, 8))
local function m(...) return function() return "no outer varargs" end end print(m(1)())
print(pcall(load, "return function() return ... end"))
print(load("return function() return ... end"))
local o = {f = function(self, ...) return ... end} print(o:f(1, 2), (o:f(3, 4)))
local function w(...) while ... do return "once" end return "none" end print(w(1), w())
local function r(...) local a = {n = select("#", ...), ...} return a.n, a[1], a[2] end print(r(nil, 2))
