local function lines(text) return coroutine.wrap(function() for l in (text .. "\n"):gmatch("(.-)\n") do coroutine.yield(l) end end) end
local function tokens(text) return coroutine.wrap(function() for l in lines(text) do for w in l:gmatch("%S+") do coroutine.yield(w, #l) end end end) end
for w, n in tokens("one two\nthree\n\nfour five six") do io.write(w, ":", n, " ") end print()
local function take(n, g) return coroutine.wrap(function() for v in g do if n == 0 then return end n = n - 1 coroutine.yield(v) end end) end
local function map(f, g) return coroutine.wrap(function() for v in g do coroutine.yield(f(v)) end end) end
local function from(n) return coroutine.wrap(function() while true do coroutine.yield(n) n = n + 1 end end) end
print(select("#", tokens("a b")()))
for v in take(5, map(function(x) return x * x end, from(3))) do io.write(v, " ") end print()
local function zip(a, b) return coroutine.wrap(function() while true do local x, y = a(), b() if x == nil or y == nil then return end coroutine.yield(x, y) end end) end
for x, y in zip(take(3, from(1)), take(5, from(10))) do io.write(x, "-", y, " ") end print()
