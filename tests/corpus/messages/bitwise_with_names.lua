local up, f = nil, 1.5
local t = {h = 2.5, s = "s"}
local function try(fn, ...) print(select(2, pcall(fn, ...))) end
try(function() local x; return x & 1 end) try(function() return 1 | up end) try(function() return t.x ~ 1 end) try(function() return g1 << 1 end) try(function() return ~up end) try(function() return ~t.x end) try(function() return 1 >> {} end)
try(function() local x = 1.5 return x & 1 end) try(function() return f | 1 end) try(function() return 1 & f end) try(function() return t.h ~ 1 end) try(function() return 1.5 & 1 end) try(function() return 1 << 1.5 end) try(function() return ~f end) try(function() return ~1.5 end) try(function() return 2^63 | 1 end)
try(function() return t.s & 1 end) try(function() return "abc" | 1 end) try(function() local s = "12" return s & 4 end) try(function() return {} & {} end) try(function() return true & false end) try(function() return nil | nil end) try(function() local a, b = 1.5, {} return a & b end) try(function() local a, b = {}, 1.5 return a & b end) try(function() local a, b = 1.5, "x" return a | b end)
try(function(p) return p & 1 end, "x") try(function(p) return p & 1 end, 0.1) try(function(p, q) return p >> q end, 1, 1e100)
