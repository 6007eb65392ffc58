local function try(f, ...) print(select(2, pcall(f, ...))) end
local n, b, f, c = 5, true, function() end, coroutine.create(print)
try(function() return n.x end) try(function() return b.x end) try(function() return f.x end) try(function() return c.x end)
try(function() n.x = 1 end) try(function() b.x = 1 end) try(function() f.x = 1 end) try(function() c.x = 1 end)
try(function() return n[1] end) try(function() return b[n] end) try(function() f[1] = n end) try(function() return c[b] end)
try(function() local t = {} t[nil] = 1 end) try(function() local t = {} t[0/0] = 1 end) try(function() rawset({}, nil, 1) end) try(function() return {[nil] = 1} end)
try(function() local t = setmetatable({}, {__index = function(_, k) return k.x.y end}) return t[1] end)
try(function() local t = setmetatable({}, {__newindex = function(_, k, v) v.x.y = k end}) t[1] = 2 end)
try(function() local s = "str" return s.x.y end) try(function() local s = "str" s.x = 1 end) try(function() local s = "str" return s:nope() end)
