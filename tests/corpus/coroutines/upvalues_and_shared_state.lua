local n = 0
local function inc() n = n + 1 coroutine.yield(n) end
local a = coroutine.wrap(function() while true do inc() end end) local b = coroutine.wrap(function() while true do inc() inc() end end)
print(a(), b(), a(), b(), n)
local cos = {} for i = 1, 3 do cos[i] = coroutine.wrap(function() local k = i while true do k = k + i coroutine.yield(k, i) end end) end
for round = 1, 2 do for i = 1, 3 do io.write(table.concat({cos[i]()}, "/"), " ") end end print()
local log = {} local function logger(name) return coroutine.wrap(function(...) local x = ... while true do log[#log + 1] = name .. tostring(x) x = coroutine.yield() end end) end
local l1, l2 = logger("p"), logger("q") l1(1) l2(2) l1(3) l2() l1("z") print(table.concat(log, " "))
local obj = {v = 0} function obj:loop() while self.v < 3 do self.v = self.v + 1 coroutine.yield(self.v) end return "end" end local m = coroutine.wrap(obj.loop) print(m(obj), m(), m(), m())
local env = {} for i = 1, 2 do local x = i * 10 env[i] = {co = coroutine.wrap(function() while true do x = x + 1 coroutine.yield(x) end end), get = function() return x end} end env[1].co() env[1].co() env[2].co() print(env[1].get(), env[2].get())
