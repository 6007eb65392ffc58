local up = nil
local t = {}
local function try(f, ...) print(select(2, pcall(f, ...))) end
try(function() local x; return "a" .. x end) try(function() local x; return x .. "a" end) try(function() return "a" .. up end) try(function() return up .. "a" end) try(function() return t.f .. "x" end) try(function() return "x" .. t.f end) try(function() return g1 .. "x" end) try(function() return "x" .. t[1] end)
try(function() return "a" .. {} end) try(function() return {} .. "a" end) try(function() return 1 .. {} end) try(function() return true .. "a" end) try(function() return "a" .. print .. "b" end) try(function() return "a" .. "b" .. up end) try(function() return "a" .. up .. "b" end) try(function() return up .. "a" .. "b" end) try(function() local x, y = {}, nil return x .. y end) try(function() local x, y = nil, {} return x .. y end) try(function() return t .. t end)
try(function(p) return p .. "!" end) try(function(p) return "!" .. p end, false) try(function(...) return "v" .. ... end) try(function() return nil .. "x" end) try(function() return "x" .. (function() end)() end) try(function() local s = "a" s = s .. t.x .. "b" end)
