-- Bodies whose only waits are yields, as statements and as assigned values: closing, errors, stacks, positions.
local function lines(text)
  return (text:gsub("\n[^\n]*%[C%]: in %?$", ""):gsub("<[^>]*>", "<>"))
end

local co = coroutine.create(function(a)
  local b = coroutine.yield(a)
  b = coroutine.yield(b)
  coroutine.yield(b)
  error("at the end")
end)
print(coroutine.resume(co, 1))
print(lines(debug.traceback(co)))
print(coroutine.resume(co, 2, 3))
print(coroutine.status(co))
print(coroutine.resume(co))
print(lines(debug.traceback(co, "message")))
print(coroutine.resume(co))
print(coroutine.status(co))
print(lines(debug.traceback(co)))

-- Closed while it is suspended: pending variables are closed, and pcall does not see it.
local closing = coroutine.create(function()
  local held <close> = setmetatable({}, { __close = function(_, err) print("closed", err) end })
  for i = 1, 3 do
    coroutine.yield(i)
  end
end)
print(coroutine.resume(closing))
print(coroutine.close(closing), coroutine.status(closing))

-- A thread that is dropped, one that is closed before it began, one that runs off its end.
do
  local dropped = coroutine.wrap(function() while true do coroutine.yield(1) end end)
  dropped()
end
local fresh = coroutine.create(function() coroutine.yield(1) end)
print(coroutine.close(fresh), coroutine.resume(fresh))
local done = coroutine.create(function() coroutine.yield(1) end)
print(coroutine.resume(done))
print(select("#", coroutine.resume(done)), coroutine.status(done))

-- Who runs, seen from inside, and from a coroutine inside.
local outer
outer = coroutine.create(function()
  local inner = coroutine.wrap(function()
    local there = coroutine.status(outer) .. " " .. tostring(coroutine.isyieldable())
    coroutine.yield(there)
  end)
  local seen = inner()
  coroutine.yield(seen .. " " .. coroutine.status(outer))
end)
print(coroutine.resume(outer))
print(coroutine.status(outer))

-- It resumes itself; it yields tables, nil, false and nothing.
local own
own = coroutine.create(function()
  local ok, message = coroutine.resume(own)
  coroutine.yield(message)
  coroutine.yield(nil)
  coroutine.yield(false)
  coroutine.yield()
  local last = coroutine.yield({ 1 })
  return last
end)
for _ = 1, 4 do
  print(select("#", coroutine.resume(own)))
end
print(type(select(2, coroutine.resume(own))))
print(coroutine.resume(own, "last", "dropped"))
