-- The variables of a coroutine that fails are closed at once; Lua does it in `coroutine.close`.
local function res(n) return setmetatable({}, {__close = function(_, e) print("closing " .. n, e) end}) end
local co = coroutine.create(function() local a <close> = res("on error") error("E", 0) end)
print(coroutine.resume(co))
print(coroutine.close(co))
