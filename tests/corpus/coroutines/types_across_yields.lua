-- What crosses a yield may have any type, whichever way it takes: arithmetic on it must stay exact.
local function show(...)
  print(select("#", ...), ...)
end

-- Numbers first, something else later; each coroutine has its own.
local mixed = coroutine.wrap(function()
  coroutine.yield(1)
  coroutine.yield(2.5)
  coroutine.yield("30")
  coroutine.yield(math.maxinteger)
  return "40"
end)
for _ = 1, 5 do
  print(mixed() + 1)
end

-- Through functions that the body calls, by recursion, through pcall, and by the function as a value.
local function leaf(x)
  coroutine.yield(x)
  return x
end
local function deep(n)
  if n == 0 then
    local ok, y = pcall(coroutine.yield, "7")
    return y
  end
  leaf(n)
  return deep(n - 1)
end
local hand = coroutine.yield
local through = coroutine.wrap(function()
  local got = deep(2)
  got = got + hand(got * 2)
  return got
end)
print(through() + 1, through() + 1, through() + 1, through(20) + 1, through("5") + 1)

-- What resume passes: first to the parameters, then to yields, from several places.
local sums = coroutine.create(function(a, b)
  local sum = a + (b or 0)
  while true do
    local x, y = coroutine.yield(sum)
    sum = sum + x + (y or 0)
  end
end)
show(coroutine.resume(sums, 1))
show(coroutine.resume(sums, "2", 0.5))
show(coroutine.resume(sums, 3))
local other = sums
show(coroutine.resume(other, math.maxinteger, 1))
show(coroutine.resume(sums, {}))
show(coroutine.resume(sums, 1))

-- A thread that got itself by running, resumed from elsewhere.
local kept
local keeper = coroutine.wrap(function(n)
  kept = coroutine.running()
  local x = n
  while true do
    x = x * 2 + coroutine.yield(x)
  end
end)
print(keeper(1), keeper(2))
show(coroutine.resume(kept, 0.25))
show(coroutine.resume(kept, "10"))

-- A loop passes its state and what it got before; the results of one coroutine go into another.
local echo = coroutine.wrap(function(state, control)
  local n = 0
  while n < 3 do
    n = n + 1
    state, control = coroutine.yield(n, state, control)
  end
end)
for a, b, c in echo, "state", nil do
  print(a + 1, b, c)
end
local function twice(source)
  return coroutine.wrap(function()
    for x in source do
      coroutine.yield(x + x)
    end
  end)
end
local function from(...)
  local values = { ... }
  return coroutine.wrap(function()
    for i = 1, #values do
      coroutine.yield(values[i])
    end
  end)
end
for x in twice(twice(from(1, 1.5, "2", math.maxinteger))) do
  print(x)
end

-- Tables and functions that cross: changes on either side are seen on the other.
local t = { n = 1 }
local filler = coroutine.wrap(function()
  local u = coroutine.yield(t)
  u.n = "2"
  coroutine.yield(function(v) t.n = v return t.n + 1 end)
end)
filler().n = 5
local set = filler(t)
print(t.n + 1, set(1.5), set("3"))

-- Bodies from tables and parameters, functions that are called outside, too.
local bodies = {
  function(x) coroutine.yield(x + 1) end,
  function(x) coroutine.yield(x .. "1") end,
  coroutine.yield,
}
for i = 1, #bodies do
  show(coroutine.resume(coroutine.create(bodies[i]), i))
end
local function both(x, in_coroutine)
  if in_coroutine then x = coroutine.yield(x + 1) end
  return x + 1
end
print(both(1.5), both("4"))
local run = coroutine.wrap(both)
print(run(1, true), run("8"))

-- Nested: what the inner one yields is not what the outer one yields.
local outer = coroutine.wrap(function()
  local inner = coroutine.wrap(function() coroutine.yield("inner") coroutine.yield("9") end)
  inner()
  coroutine.yield(inner() + 1)
  coroutine.yield({})
end)
print(outer() + 1, type(outer()))

-- Calls of a loop over a dead coroutine, over one that fails, over one that ends at once.
print(pcall(function() for _ in coroutine.wrap(error), "state" do end end))
for _ in coroutine.wrap(function() return nil end) do print("never") end
for x in coroutine.wrap(function() return 5 end) do print(x) break end
local ended = coroutine.wrap(function() coroutine.yield(1) return 2 end)
print(pcall(function() for x in ended do print(x) end end))
local own
own = coroutine.wrap(function() for x in own do print(x) end end)
print(pcall(own))
local left = coroutine.wrap(function() for i = 1, 5 do coroutine.yield(i) end end)
for x in left do if x == 2 then break end end
for x in left do print(x, coroutine.running() ~= nil, coroutine.isyieldable()) end
