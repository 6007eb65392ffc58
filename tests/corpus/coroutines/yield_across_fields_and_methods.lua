-- `__index` may yield in any access, also along a chain; errors behind it name what Lua names.
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
run("methods", function()
  local o = mt{__index = function(t, k) coroutine.yield("index", k) return function(self, ...) return coroutine.yield("method", k, ...) end end}
  print(o:m(1, 2)) print(o.f(3)) print(o["x y"](o, 4)) print((o:m()))
  print(pcall(o.f)) print(pcall(o.g, 1))
end)
run("chain", function()
  local base = mt{__index = function(t, k) return coroutine.yield("base", rawequal(t, nil), k) end}
  local class = setmetatable({known = 1}, {__index = base})
  class.__index = class
  local o = setmetatable({}, class)
  print(o.known, o.unknown, o[5])
  local p = setmetatable({}, {__index = o, __newindex = mt{__newindex = function(t, k, v) coroutine.yield("store", k, v) end}})
  print(p.other) p.x = 5 p[1], p[2] = 1, 2 print(rawget(p, "x"))
end)
run("errors", function()
  local t = mt{__index = function(t, k) coroutine.yield("index", k) return nil end, __add = function() coroutine.yield() error("in add", 0) end}
  print(pcall(function() return t.a.b end))
  print(pcall(function() return t.a() end))
  print(pcall(function() return t:m() end))
  print(pcall(function() return t.x + 1 end))
  print(pcall(function() return t + 1 end))
  print(pcall(function() return t - 1 end))
  print(pcall(function() return t .. 1 end))
  print(pcall(function() return t < 1 end))
  print(pcall(function() return -t end))
end)
