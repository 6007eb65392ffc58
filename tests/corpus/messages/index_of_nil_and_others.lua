local up = nil
local t = {f = {}}
local function try(f, ...) print(select(2, pcall(f, ...))) end
try(function() local x; return x.y end) try(function() return up.y end) try(function() return t.nope.y end) try(function() return t.f.g.h end)
try(function() return undefinedglobal.y end) try(function() local x; x.y = 1 end) try(function() up.y = 1 end) try(function() t.nope.y = 1 end) try(function() t.f.g.h = 1 end) try(function() undefinedglobal.y = 1 end)
try(function() local x; return x[1] end) try(function() local x, k = nil, "key"; return x[k] end) try(function() return t[1][2] end) try(function() return t["a b"].c end) try(function() local k = "k" return t[k].c end)
try(function() return (nil).x end) try(function() return (1).x.y end) try(function() return ("s").x.y end) try(function() return (true).x end)
try(function(p) return p.q end) try(function(p) return p.q end, 5) try(function(p) p.q = 1 end, true) try(function(...) return (...).x end) try(function() return (function() end)().x end)
try(function() local a = {} return a.b.c.d end) try(function() for i = 1, 1 do local v; v.x = i end end) try(function() return t:nope() end) try(function() return t.f:nope() end) try(function() local x; x:m() end) try(function() return up:m() end) try(function() undefinedglobal:m() end)
-- Literals at the top of a file are locals of the main chunk there, upvalues in its functions.
local number, text = 5, "x"
print(pcall(function() return number.x end)) print(pcall(function() return text.y.z end)) print(pcall(function() io.stdout.x = 1 end))
