-- Iterators, `__pairs`, what it returns, and values with `__call` as iterators may yield.
local function mt(m) return setmetatable({}, m) end
local function run(name, f, ...)
  local co = coroutine.create(f)
  local r = table.pack(coroutine.resume(co, ...))
  while true do
    print(name, coroutine.status(co), table.unpack(r, 1, r.n))
    if coroutine.status(co) == "dead" then return end
    r = table.pack(coroutine.resume(co, "resumed", 2))
  end
end
run("for", function()
  for i, v in function(s, c) c = (c or 0) + 1 local got = coroutine.yield("step", c) if c < 3 then return c, got end end do print(i, v) end
end)
run("pairs", function()
  for k, v in pairs(mt{__pairs = function(t) coroutine.yield("pairs") return function(s, c) coroutine.yield("next", s, c) if not c then return 1, "one" end end, "state", nil end}) do print(k, v) end
end)
run("pairs sync, iterator yields", function()
  for k, v in pairs(mt{__pairs = function(t) return function(s, c) coroutine.yield("next", s, c) if not c then return 1, "one" end end, "state", nil end}) do print(k, v) end
end)
run("pairs as function", function()
  local f, s, c, d = pairs(mt{__pairs = function(t) coroutine.yield("pairs") return 1, 2, 3, 4 end})
  print(f, s, c, d)
  print(pairs(mt{__pairs = function(t) coroutine.yield("pairs") return 1, 2, 3, 4 end}))
  print(select("#", pairs(mt{__pairs = function(t) coroutine.yield("pairs") end})))
end)
run("callable iterator", function()
  for i in mt{__call = function(self, s, c) coroutine.yield("call") c = (c or 0) + 1 if c < 3 then return c end end} do print(i) end
end)
