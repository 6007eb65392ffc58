-- globals used before definition, recursion through globals, shadowing
function a() return b() end
function b() return c end
c = 5
print(a())
local function outer() x = 1; local function inner() x = x + 1 return x end return inner() end
print(outer(), x)
for i = 1, 2 do y = (y or 0) + i end print(y)
t = {f = function(self) return self.v end, v = 9}
print(t:f(), t.f(t))
function t.g(n) return n * 2 end function t:h(n) return self.v + n end
print(t.g(4), t:h(1))
x, y, z = 1, 2 print(x, y, z)
x, y = y, x print(x, y)
print(pcall(function() return nope.field end))
print(pcall(function() nope() end))
print(pcall(function() nope.a.b = 1 end))
print(pcall(function() return #nope end))
print(pcall(function() return nope + 1 end))
print(pcall(function() return nope .. "x" end))
print(pcall(function() return t.missing.field end))
print(pcall(function() t.missing() end))
print(pcall(function() t:missing() end))
print(pcall(function() string.nofn() end))
print(pcall(function() return math.nofield.x end))
print(pcall(function() local s = "x" return s.y.z end))
local G = 1 local lua = 2 local Table = 3 local Any = 4 print(G, lua, Table, Any)
chunk = 7 local chunk = 8 print(chunk, _ENV.chunk)
local print_ = print local _ = print_ _("underscore")
local None, True, self, def, class, import = 1, 2, 3, 4, 5, 6 print(None, True, self, def, class, import)
global_with_ = 1 __x__ = 2 class_ = 3 print(global_with_, __x__, class_, _ENV["__x__"])
function nested() return function() return function() c = c + 1 return c end end end
print(nested()()(), c)
local co = coroutine.create(function(...) g = ... local v = coroutine.yield(g) g = v return "r" end)
print(coroutine.resume(co, 1)) print(g) print(coroutine.resume(co, 2)) print(g, coroutine.status(co))
do local print = function(...) _G.print("local", ...) end print(1) end
local type = type print(type(1))
local pairs = function() return next, {k = 1} end for k, v in pairs() do print(k, v) end
local string = {format = function() return "fake" end} print(string.format("%d", 1))
print(tostring(print):match("^builtin") or tostring(print):match("^function"))
if _ENV then print("env") end
local env = _ENV print(env == _G, env.c)
local function vararg(...) local _ENV = {select = select} return select("#", ...) end print(vararg(1, nil, nil))
goto skip
do local never end
::skip::
local function f() local _ENV <const> = {x = 42} return function() return x end end print(f()())
_ENV.print, _ENV.q = print, 3 print(q)
local function setter() _ENV.w = 1 end setter() print(w)
