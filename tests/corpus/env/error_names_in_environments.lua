local print, pcall, select = print, pcall, select
local function try(f) print(select(2, pcall(f))) end
try(function() return a.b end) try(function() a() end) try(function() return a + 1 end) try(function() _G.a() end) try(function() return _ENV.a.b end) try(function() _ENV.a() end)
local _ENV = {} try(function() return c.d end) try(function() c() end) try(function() return c .. "x" end) try(function() c.d = 1 end)
local function f(_ENV) return v.w end try(function() f({}) end) try(function() f(nil) end) try(function() local _ENV <const> = {} g() end)
do local _ENV = {t = {}} try(function() t.x.y = 1 end) try(function() t.f() end) try(function() t:m() end) try(function() return -t.n end) end
