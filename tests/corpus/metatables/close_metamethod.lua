local t = setmetatable({}, {__close = function(...) print("closed", select("#", ...), type((select(2, ...)))) end})
do local x <close> = t end
pcall(function() local x <close> = t error("e", 0) end)
print(pcall(function() local x <close> = t error({}) end) == false)
local mt = {} local y = setmetatable({}, mt) mt.__close = function() print("first") end
do local z <close> = y mt.__close = function() print("replaced") end end
do local a <close> = setmetatable({}, {__close = function() return "ignored result" end}) end
local co = coroutine.create(function() local c <close> = t coroutine.yield("y") end) print(coroutine.resume(co)) print(coroutine.close(co), coroutine.status(co))
local function f() local c <close> = t return c ~= nil end print(f())
