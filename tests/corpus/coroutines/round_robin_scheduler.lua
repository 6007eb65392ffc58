local tasks, out = {}, {}
local function spawn(name, n) tasks[#tasks + 1] = coroutine.create(function() for i = 1, n do out[#out + 1] = name .. i coroutine.yield() end return name .. " finished" end) end
spawn("a", 3) spawn("b", 1) spawn("c", 2)
while #tasks > 0 do for i = #tasks, 1, -1 do local co = tasks[i] local ok, res = coroutine.resume(co) if coroutine.status(co) == "dead" then out[#out + 1] = tostring(res) table.remove(tasks, i) end end end
for _, l in ipairs(out) do print(l) end
local function transfer(co, ...) return select(2, coroutine.resume(co, ...)) end
local ping, pong
ping = coroutine.create(function(n) while n > 0 do print("ping", n) n = coroutine.yield(n - 1) end return "ping over" end)
pong = coroutine.create(function(n) while n > 0 do print("pong", n) n = coroutine.yield(n - 1) end return "pong over" end)
local n, turn = 5, 0
while type(n) == "number" do n = transfer(turn % 2 == 0 and ping or pong, n) turn = turn + 1 end print(n)
