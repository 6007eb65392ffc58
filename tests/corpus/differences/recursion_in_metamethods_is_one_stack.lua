-- Lua counts calls through C apart, up to 200, and says "C stack overflow"; here all calls share one stack, and the error is that
-- of the others, which has a position. Coroutines that resume each other end as in Lua.
local mt = {}
mt.__add = function(a, b) return a + b end
print(pcall(function() return setmetatable({}, mt) + 1 end))
local function again(s) return (s:gsub(".", again)) end
print(pcall(again, "a"))
local function nested() return coroutine.wrap(nested)() end
print((select(2, pcall(nested)):gsub("^.*: ", "")))
