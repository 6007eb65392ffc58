local function f(n) return n == 0 and "f" or f(n - 1) end print(f(3))
local g = function(n) return n end
local g = function(n) return n == 0 and "outer g" or g(n) end print(g(0), g(5))
local even, odd
even = function(n) return n == 0 or odd(n - 1) end odd = function(n) return n ~= 0 and even(n - 1) end print(even(10), odd(10))
local t = {} t.f = function(n) return n == 0 and "t.f" or t.f(n - 1) end print(t.f(3))
local old = t.f t.f = function(n) return "replaced" .. n end print(old(2))
local function h() return h end print(h() == h, h()()() == h)
local h2 = h h = nil print(pcall(h2), h2() == nil)
local u print(pcall(function() return u() end)) function u() return "now defined" end print(pcall(function() return u() end))
