local co = coroutine.wrap(function()
  for i in function(s, c) c = (c or 0) + 1 coroutine.yield("iter " .. c) if c < 3 then return c end end do print("body", i) end
  print(pcall(function() for i, v in ipairs(setmetatable({}, {__index = function(t, i) coroutine.yield("ipairs " .. i) if i < 3 then return i * 10 end end})) do print(i, v) end end))
  for w in ("a b"):gmatch("%a") do coroutine.yield("gmatch " .. w) end
  for a in coroutine.wrap(function() coroutine.yield(1) coroutine.yield(2) end) do coroutine.yield("wrap " .. a) end
  return "end"
end)
repeat local v = co() print(v) until v == "end"
