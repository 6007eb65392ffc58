local up = nil
local t = {n = 5, s = "str", sub = {}}
local function try(f, ...) print(select(2, pcall(f, ...))) end
try(function() local x; x() end) try(function() up() end) try(function() t.nope() end) try(function() t.n() end) try(function() t.sub.f() end) try(function() undefinedglobal() end) try(function() undefinedglobal.f() end)
try(function() t:nope() end) try(function() t.sub:nope() end) try(function() t:n() end) try(function() ("x"):nope() end) try(function() t.s:nope() end) try(function() local o = {} o:method(1, 2) end)
try(function() t[1]() end) try(function() t["a b"]() end) try(function() local k = "k" t[k]() end) try(function() local i = 1 t[i]() end)
try(function() (nil)() end) try(function() (5)() end) try(function() ("x")() end) try(function() ({})() end) try(function() (true)() end) try(function() (function() end)()() end) try(function() local f = function() return 5 end f()() end)
try(function(p) p() end) try(function(p) p() end, "s") try(function(...) (...)() end) try(function() math.nope() end) try(function() string.nope("x") end) try(function() local m = math m.nope() end)
try(function() local x = 5 local y = x() end) try(function() return up() end) try(function() return t.nope() end) try(function() print(up()) end) try(function() local a = {} a.b.c() end)
