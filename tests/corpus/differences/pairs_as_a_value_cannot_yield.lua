-- A call of `pairs` by its name waits for `__pairs`. Called by someone else, here by `pcall`, it cannot: it raises the error
-- that Lua has for yielding across a C call.
local co = coroutine.wrap(function()
  print(pcall(pairs, setmetatable({}, {__pairs = function() coroutine.yield("pairs") end})))
  return "end"
end)
print(co())
