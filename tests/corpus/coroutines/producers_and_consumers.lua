local function producer(items) return coroutine.create(function() for _, v in ipairs(items) do coroutine.yield(v) end end) end
local function receive(p) local _, v = coroutine.resume(p) return v end
local function filter(p, f) return coroutine.create(function() while true do local v = receive(p) if v == nil then return nil end coroutine.yield(f(v)) end end) end
local p = filter(filter(producer{1, 2, 3}, function(x) return x * 10 end), function(x) return "<" .. x .. ">" end)
while true do local v = receive(p) if not v then break end print(v) end
local queue, log = {}, {}
local prod = coroutine.create(function() for i = 1, 5 do queue[#queue + 1] = i log[#log + 1] = "p" .. i if #queue >= 2 then coroutine.yield() end end end)
local cons = coroutine.create(function() while true do while #queue > 0 do log[#log + 1] = "c" .. table.remove(queue, 1) end coroutine.yield() end end)
while coroutine.status(prod) ~= "dead" do coroutine.resume(prod) coroutine.resume(cons) end print(table.concat(log, " "))
local function gen(n) return coroutine.wrap(function() for i = 2, n do coroutine.yield(i) end end) end
local function sieve(g, p) return coroutine.wrap(function() while true do local n = g() if n == nil then return end if n % p ~= 0 then coroutine.yield(n) end end end) end
local g, primes = gen(50), {} while true do local n = g() if n == nil then break end primes[#primes + 1] = n g = sieve(g, n) end print(table.concat(primes, " "))
