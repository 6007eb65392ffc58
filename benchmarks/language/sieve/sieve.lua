-- The sieve of Eratosthenes over an array of booleans.

local function sieve(limit)
  local composite = {}
  for i = 1, limit do
    composite[i] = false
  end
  for i = 2, math.floor(math.sqrt(limit)) do
    if not composite[i] then
      for j = i * i, limit, i do
        composite[j] = true
      end
    end
  end
  local primes = {}
  for i = 2, limit do
    if not composite[i] then
      primes[#primes + 1] = i
    end
  end
  return primes
end

local function twins(primes)
  local count = 0
  for i = 2, #primes do
    if primes[i] - primes[i - 1] == 2 then
      count = count + 1
    end
  end
  return count
end

local function run(n)
  local primes = sieve(n)
  return #primes .. " primes, the last " .. primes[#primes] .. ", " .. twins(primes) .. " twins"
end

print(run(tonumber(arg[1])))
