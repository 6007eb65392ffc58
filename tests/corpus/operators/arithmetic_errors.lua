local function try(f) print(pcall(f)) end
local up = nil
local t = {}
try(function() return nil + 1 end)
try(function() return up + 1 end)
try(function() return 1 + up end)
try(function() local x = {} return x * 2 end)
try(function() return t.field - 1 end)
try(function() return t.a.b end)
try(function() return undefinedglobal + 1 end)
try(function() return "abc" + 1 end)
try(function() return 1 + "abc" end)
try(function() return {} + {} end)
try(function() return -{} end)
try(function() return true // 1 end)
try(function() return 2 ^ print end)
try(function() return t[1] % 2 end)
try(function() local s = "x" return s / 2 end)
try(function() local s = "x" return {} / s end)
