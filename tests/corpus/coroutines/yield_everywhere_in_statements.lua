local y = coroutine.yield
local co = coroutine.wrap(function()
  local a = y(1) local b, c = y(2), y(3)
  if y(4) then a = a + y(5) elseif y(50) then a = 0 end
  while y(6) do a = a + 1 break end
  repeat a = a + 1 until y(7)
  for i = y(8), y(9), y(10) do a = a + i y(i) end
  local t = {y(11), k = y(12), [y(13)] = y(14)}
  t[y(15)] = y(16) t.k = t.k + y(17)
  local f = function(...) return select("#", ...), ... end
  print(f(y(18), y(19))) print((f(y(20))))
  local s = ("x"):rep(y(21)) .. y(22)
  print(a, b, c, #t, t.k, s, not y(23), -y(24), #y(25))
  goto done
  ::done::
  return y(26), y(27)
end)
local replies = {[4] = true, [6] = true, [7] = true, [8] = 1, [9] = 2, [10] = 1, [21] = 2, [22] = "q", [23] = false, [24] = 5, [25] = "abc"}
local v, n = co(), 0
while n < 40 do n = n + 1 local r = replies[v] if r == nil then r = v end if v == 27 then print("last", co(r)) break end io.write(tostring(v), " ") v = co(r) end
