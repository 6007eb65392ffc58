local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end
for i = 0, 15 do io.write(fib(i), " ") end print()
local function ack(m, n) if m == 0 then return n + 1 elseif n == 0 then return ack(m - 1, 1) else return ack(m - 1, ack(m, n - 1)) end end
print(ack(2, 3))
local function hanoi(n, a, b, c) if n == 0 then return 0 end return hanoi(n - 1, a, c, b) + 1 + hanoi(n - 1, c, b, a) end
print(hanoi(8, "a", "b", "c"))
local Y = function(f) return (function(x) return x(x) end)(function(x) return f(function(...) return x(x)(...) end) end) end
print(Y(function(self) return function(n) return n == 0 and 1 or n * self(n - 1) end end)(10))
local function depth(n) if n == 0 then return 0 end return 1 + depth(n - 1) end print(depth(150))
local function perms(t, n, out) n = n or #t out = out or {} if n <= 1 then out[#out + 1] = table.concat(t) else for i = 1, n do t[n], t[i] = t[i], t[n] perms(t, n - 1, out) t[n], t[i] = t[i], t[n] end end return out end
print(table.concat(perms{"a", "b", "c"}, " "))
