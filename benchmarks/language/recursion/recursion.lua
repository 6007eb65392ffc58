-- Calls of plain functions: Fibonacci, Ackermann, Takeuchi, and the towers of Hanoi.

local function fib(n)
  if n < 2 then
    return n
  end
  return fib(n - 1) + fib(n - 2)
end

local function ack(m, n)
  if m == 0 then
    return n + 1
  elseif n == 0 then
    return ack(m - 1, 1)
  end
  return ack(m - 1, ack(m, n - 1))
end

local function tak(x, y, z)
  if y >= x then
    return z
  end
  return tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y))
end

local function hanoi(discs, from, to, via)
  if discs == 0 then
    return 0
  end
  return hanoi(discs - 1, from, via, to) + 1 + hanoi(discs - 1, via, to, from)
end

local function run(n)
  return string.format("%d %d %d %d", fib(n), ack(2, 3 * n), tak(n - 8, n - 14, n - 20), hanoi(n - 8, "A", "C", "B"))
end

print(run(tonumber(arg[1])))
