-- Local functions that yield for the coroutine that calls them: recursion, values both ways, errors, tracebacks.
local function walk(node, depth)
  if not node then
    return 0
  end
  local left = walk(node.left, depth + 1)
  local got, more = coroutine.yield(node.key, depth)
  local right = walk(node.right, depth + 1)
  return 1 + left + right, got, more
end

local tree = { key = 4, left = { key = 2, left = { key = 1 }, right = { key = 3 } }, right = { key = 6 } }
local co = coroutine.create(function(...)
  print("starts with", ...)
  return walk(tree, 0)
end)
local sent = 0
repeat
  sent = sent + 1
  print(coroutine.resume(co, sent, -sent))
until coroutine.status(co) == "dead"

local function tail(n)
  if n == 0 then
    return coroutine.yield("bottom")
  end
  return tail(n - 1)
end
local wrapped = coroutine.wrap(function()
  print("tail gave", tail(3))
  print((tail(2)))
  local a, b, c = tail(1)
  print(a, b, c)
end)
wrapped()
wrapped(1, 2, 3)
wrapped(4, 5)
wrapped(nil, 7)

local function fail(n)
  coroutine.yield()
  if n == 0 then
    error("deep")
  end
  fail(n - 1)
end
local failing = coroutine.create(function()
  fail(2)
end)
for _ = 1, 5 do
  print(coroutine.resume(failing))
end
print((debug.traceback(failing):gsub("\n%s*%[C%]:[^\n]*", "")))

-- The condition of a loop, an operand, a table constructor.
local function ask(question)
  return coroutine.yield(question)
end
local asking = coroutine.wrap(function()
  local answers = {}
  while ask("more?") do
    answers[#answers + 1] = ask("what?") .. "/" .. ask("and?")
  end
  return table.concat(answers, " "), #{ ask(1), ask(2), ask(3) }
end)
local replies = { true, "a", "b", true, "c", "d", false, 1, 2, nil }
local out = { asking() }
for i = 1, 10 do
  out[#out + 1] = asking(replies[i])
end
print(table.unpack(out, 1, 12))

-- One that is also called from outside of any coroutine.
local function outside()
  return pcall(coroutine.yield, 1)
end
print(outside())
print(coroutine.wrap(function()
  return outside()
end)())

-- Closed and collected while inner functions are suspended.
local function guarded()
  local _ <close> = setmetatable({}, {
    __close = function()
      print("closed")
    end,
  })
  coroutine.yield("in")
end
local closing = coroutine.create(function()
  guarded()
end)
print(coroutine.resume(closing))
print(coroutine.close(closing), coroutine.status(closing))
