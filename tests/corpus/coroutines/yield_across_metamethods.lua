-- Metamethods, `__pairs`, iterators and `__close` may yield.
local co = coroutine.wrap(function()
  print(pcall(function() return setmetatable({}, {__add = function() coroutine.yield("add") end}) + 1 end))
  print(pcall(function() return setmetatable({}, {__index = function() coroutine.yield("index") end}).field end))
  print(pcall(function() for _ in pairs(setmetatable({}, {__pairs = function() coroutine.yield("pairs") end})) do end end))
  for i in function(_, c) c = (c or 0) + 1 coroutine.yield("iterator") if c < 2 then return c end end do print(i) end
  do local c <close> = setmetatable({}, {__close = function() coroutine.yield("close") end}) end
  return "end"
end)
print(co()) print(co()) print(co()) print(co())
