local t = setmetatable({}, { __pairs = function() coroutine.yield("pairs") return next, { 5, 6 }, nil, 7 end })
local co = coroutine.wrap(function()
  for k, v in pairs(t) do coroutine.yield(k, v) end
  print(select("#", pcall(pairs, t)))
  return load("return 'end'")()
end)
print(co()) print(co()) print(co()) print(co()) print(co())
