local function count(...) return select("#", ...), ... end
local co = coroutine.create(function(...) local n = 0 local args = {count(...)} while true do n = n + 1 args = {count(coroutine.yield(n, table.unpack(args, 1, args[1] + 1)))} end end)
print(coroutine.resume(co)) print(coroutine.resume(co, nil)) print(coroutine.resume(co, 1, nil)) print(coroutine.resume(co, nil, nil, 3)) print(coroutine.resume(co))
local w = coroutine.wrap(function() local x = {coroutine.yield(), coroutine.yield("a", "b"), (coroutine.yield("c"))} return #x, x[1], x[2], x[3] end)
print(count(w())) print(count(w("1", "x"))) print(count(w("2", "y"))) print(count(w("3", "z")))
local f = coroutine.wrap(function() print(coroutine.yield(1) + coroutine.yield(2)) print(coroutine.yield(3) .. coroutine.yield(4)) local t = {[coroutine.yield(5)] = coroutine.yield(6)} print(next(t)) return coroutine.yield(7) and coroutine.yield(8) or coroutine.yield(9) end)
for i = 0, 9 do local v = f(i * 10) print(i, v) if v == 80 then break end end
local g = coroutine.wrap(function(a) while true do a = coroutine.yield(a * 2) end end) print(g(1), g(2), g(3), (g(4)))
