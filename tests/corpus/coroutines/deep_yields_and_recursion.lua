local function rec(n) if n == 0 then coroutine.yield("bottom") return "back" end local r = rec(n - 1) return r .. n end
local co = coroutine.create(rec) print(coroutine.resume(co, 8)) print(coroutine.resume(co))
local function nest(n) if n == 0 then return "inner" end return coroutine.wrap(function() return nest(n - 1) .. n end)() end print(nest(10))
local function up(n) return coroutine.wrap(function() if n == 0 then coroutine.yield("leaf") return "end" end local w = up(n - 1) coroutine.yield(w() .. n) return w() .. n end) end local u = up(5) print(u()) print(u())
local cos = {} for i = 1, 100 do cos[i] = coroutine.wrap(function(a) local s = a while true do s = s + coroutine.yield(s) end end) end
local total = 0 for i = 1, 100 do total = total + cos[i](i) end for i = 1, 100 do total = total + cos[i](1) end print(total)
local co2 = coroutine.wrap(function() for i = 1, 1000 do coroutine.yield(i) end end) local s = 0 for i in co2 do s = s + i end print(s)
local self self = coroutine.wrap(function() return pcall(self) end) print(self())
local selfr selfr = coroutine.create(function() return coroutine.resume(selfr) end) print(coroutine.resume(selfr))
