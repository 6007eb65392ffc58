-- Functions as values: counters, accounts with state in upvalues, map and fold, composition, memoization.

local function counter(start, step)
  local value = start
  return function()
    value = value + step
    return value
  end
end

local function account(balance)
  local entries = 0
  local function deposit(amount)
    balance = balance + amount
    entries = entries + 1
    return balance
  end
  local function withdraw(amount)
    if amount > balance then
      return nil, "insufficient funds"
    end
    balance = balance - amount
    entries = entries + 1
    return balance
  end
  local function statement()
    return balance, entries
  end
  return { deposit = deposit, withdraw = withdraw, statement = statement }
end

local function map(list, f)
  local result = {}
  for i, value in ipairs(list) do
    result[i] = f(value)
  end
  return result
end

local function filter(list, accepts)
  local result = {}
  for _, value in ipairs(list) do
    if accepts(value) then
      result[#result + 1] = value
    end
  end
  return result
end

local function fold(list, f, value)
  for _, item in ipairs(list) do
    value = f(value, item)
  end
  return value
end

local function compose(...)
  local functions = { ... }
  return function(value)
    for i = #functions, 1, -1 do
      value = functions[i](value)
    end
    return value
  end
end

local function memoize(f)
  local known = {}
  return function(value)
    local result = known[value]
    if result == nil then
      result = f(value)
      known[value] = result
    end
    return result
  end
end

local function adder(amount)
  return function(value)
    return value + amount
  end
end

local function run(n)
  local next_id = counter(0, 3)
  local last = 0
  for _ = 1, n do
    last = next_id()
  end

  local mine = account(100)
  local refused = 0
  for i = 1, n do
    if i % 3 == 0 then
      mine.deposit(i % 11)
    elseif not mine.withdraw(i % 7) then
      refused = refused + 1
    end
  end
  local balance, entries = mine.statement()

  local numbers = {}
  for i = 1, n do
    numbers[i] = i % 1000
  end
  local limit = 250
  local squares = map(numbers, function(x) return x * x end)
  local large = filter(squares, function(x) return x > limit * limit end)
  local sum = fold(large, function(a, b) return a + b end, 0)

  local transform = compose(adder(1), function(x) return x * 2 end, adder(-3))
  local composed = 0
  for i = 1, n, 4 do
    composed = composed + transform(i)
  end

  local collatz = memoize(function(start)
    local steps, value = 0, start
    while value ~= 1 do
      value = value % 2 == 0 and value // 2 or 3 * value + 1
      steps = steps + 1
    end
    return steps
  end)
  local steps = 0
  for i = 1, n do
    steps = steps + collatz(i % 500 + 1)
  end
  return string.format("%d %d %d %d %d %d %d", last, balance, entries, refused, sum, composed, steps)
end

print(run(tonumber(arg[1])))
