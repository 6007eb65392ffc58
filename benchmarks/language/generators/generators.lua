-- Coroutines as generators: ranges, pipelines, walks through trees, permutations, a consumer that is sent values.

local function range(n)
  return coroutine.wrap(function()
    for i = 1, n do
      coroutine.yield(i)
    end
  end)
end

local function filter(source, accepts)
  return coroutine.wrap(function()
    for value in source do
      if accepts(value) then
        coroutine.yield(value)
      end
    end
  end)
end

local function map(source, f)
  return coroutine.wrap(function()
    for value in source do
      coroutine.yield(f(value))
    end
  end)
end

local function insert(tree, key)
  if not tree then
    return { key = key }
  end
  if key < tree.key then
    tree.left = insert(tree.left, key)
  else
    tree.right = insert(tree.right, key)
  end
  return tree
end

local function walk(tree)
  if tree then
    walk(tree.left)
    coroutine.yield(tree.key)
    walk(tree.right)
  end
end

local function keys(tree)
  return coroutine.wrap(function() walk(tree) end)
end

local function permute(list, n)
  if n <= 1 then
    coroutine.yield(list)
    return
  end
  for i = 1, n do
    list[n], list[i] = list[i], list[n]
    permute(list, n - 1)
    list[n], list[i] = list[i], list[n]
  end
end

local function permutations(list)
  local co = coroutine.create(function() permute(list, #list) end)
  return function()
    local _, value = coroutine.resume(co)
    return value
  end
end

local function averager()
  local co = coroutine.create(function()
    local sum, count = 0, 0
    local value = coroutine.yield(0)
    while value do
      sum = sum + value
      count = count + 1
      value = coroutine.yield(sum // count)
    end
  end)
  coroutine.resume(co)
  return co
end

local function run(n)
  local pipeline = map(filter(range(n), function(x) return x % 3 == 0 end), function(x) return x * x end)
  local sum = 0
  for value in pipeline do
    sum = (sum + value) % 1000003
  end

  local tree
  local key = 12345
  for _ = 1, n // 20 do
    key = (key * 1103515245 + 12345) % 2147483648
    tree = insert(tree, key // 64)
  end
  local checksum, previous = 0, -1
  for value in keys(tree) do
    assert(value >= previous)
    checksum = (checksum * 31 + value) % 1000003
    previous = value
  end

  local size = n < 1000 and 4 or 7
  local list, orders = {}, 0
  for i = 1, size do
    list[i] = i
  end
  for order in permutations(list) do
    orders = orders + order[1] * order[size]
  end

  local co = averager()
  local average
  for i = 1, n do
    local _, value = coroutine.resume(co, i)
    average = value
  end
  return string.format("%d %d %d %d", sum, checksum, orders, average)
end

print(run(tonumber(arg[1])))
