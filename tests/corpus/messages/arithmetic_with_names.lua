local up, ups = nil, "abc"
local t = {}
local function try(f, ...) print(select(2, pcall(f, ...))) end
try(function() local x; return x + 1 end) try(function() local x; return 1 + x end) try(function() return up - 1 end) try(function() return 1 - up end) try(function() return t.f * 2 end) try(function() return 2 * t.f end) try(function() return t.a.b end)
try(function() return g1 / 2 end) try(function() return 2 // g1 end) try(function() return t[1] % 2 end) try(function() local k = "k" return t[k] ^ 2 end) try(function() local x = {} return -x end) try(function() return -up end) try(function() return -t.f end)
try(function() local a, b = {}, nil return a + b end) try(function() local a, b = 1, {} return a + b end) try(function() local a, b = nil, nil return a * b end)
try(function() return ups + 1 end) try(function() return 1 + ups end) try(function() local s = "x" return s * 2 end) try(function() return "abc" + 1 end) try(function() return 1 - "abc" end) try(function() return {} + "abc" end) try(function() return "abc" + {} end) try(function() return "10" + {} end) try(function() return -"abc" end) try(function() return "a" + "b" end)
try(function() return true + 1 end) try(function() return 1 + print end) try(function() return (nil) + 1 end) try(function() return 1 + nil end) try(function() return t + 1 end) try(function() return 2 ^ {} end)
try(function(a, b) return a + b end, 1) try(function(a, b) return a + b end, nil, 1) try(function(...) return ... + 1 end) try(function(...) local a = ... return a + 1 end) try(function() return #up + 1 end) try(function() return #t.x end) try(function() return #5 end) try(function() local n = 5 return #n end)
