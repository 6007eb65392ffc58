local function range(n) return coroutine.wrap(function() for i = 1, n do coroutine.yield(i, i * i) end end) end
for i, sq in range(4) do io.write(i, ":", sq, " ") end print()
local function permgen(a, n) n = n or #a if n <= 1 then coroutine.yield(a) else for i = 1, n do a[n], a[i] = a[i], a[n] permgen(a, n - 1) a[n], a[i] = a[i], a[n] end end end
for p in coroutine.wrap(function() permgen({"a", "b", "c"}) end) do io.write(table.concat(p), " ") end print()
local function tree(t) if t then tree(t.l) coroutine.yield(t.v) tree(t.r) end end
local t = {v = 4, l = {v = 2, l = {v = 1}, r = {v = 3}}, r = {v = 6, l = {v = 5}}}
for v in coroutine.wrap(function() tree(t) end) do io.write(v, " ") end print()
local function fib() local a, b = 0, 1 while true do coroutine.yield(a) a, b = b, a + b end end
local n = 0 for v in coroutine.wrap(fib) do n = n + 1 if n > 12 then break end io.write(v, " ") end print()
for a, b, c in coroutine.wrap(function() coroutine.yield(1) coroutine.yield(1, 2) coroutine.yield(1, 2, 3, 4) end) do print(a, b, c) end
for v in coroutine.wrap(function() coroutine.yield(false) coroutine.yield(nil) coroutine.yield("never") end) do print(v) end
local w = coroutine.wrap(function(...) print("first", ...) print("then", coroutine.yield("y")) return "r1", "r2" end) print(w(1, 2)) print(w(3)) print(pcall(w))
