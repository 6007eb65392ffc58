print(xpcall(function() error("inner") end, function(m) return "handled: " .. m end))
local t = nil
t.x = 1
