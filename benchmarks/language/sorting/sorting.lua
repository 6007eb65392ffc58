-- Sorting: quicksort and heapsort by hand, and table.sort with and without an order function.

local function random_numbers(n, seed)
  local numbers = {}
  for i = 1, n do
    seed = (seed * 1103515245 + 12345) % 2147483648
    numbers[i] = seed // 8 % 1000000
  end
  return numbers
end

local function quicksort(list, low, high)
  while low < high do
    local pivot = list[(low + high) // 2]
    local i, j = low, high
    while i <= j do
      while list[i] < pivot do
        i = i + 1
      end
      while list[j] > pivot do
        j = j - 1
      end
      if i <= j then
        list[i], list[j] = list[j], list[i]
        i = i + 1
        j = j - 1
      end
    end
    if j - low < high - i then
      quicksort(list, low, j)
      low = i
    else
      quicksort(list, i, high)
      high = j
    end
  end
end

local function sift_down(list, start, stop)
  local root = start
  while 2 * root <= stop do
    local child = 2 * root
    if child < stop and list[child] < list[child + 1] then
      child = child + 1
    end
    if list[root] >= list[child] then
      return
    end
    list[root], list[child] = list[child], list[root]
    root = child
  end
end

local function heapsort(list)
  local n = #list
  for start = n // 2, 1, -1 do
    sift_down(list, start, n)
  end
  for stop = n, 2, -1 do
    list[1], list[stop] = list[stop], list[1]
    sift_down(list, 1, stop - 1)
  end
end

local function records(numbers)
  local list = {}
  for i, number in ipairs(numbers) do
    list[i] = { id = i, group = number % 100, name = "n" .. number }
  end
  return list
end

local function checksum(list)
  local sum = 0
  for i = 1, #list do
    sum = (sum * 31 + list[i]) % 1000003
  end
  return sum
end

local function run(n)
  local by_quicksort = random_numbers(n, 1)
  quicksort(by_quicksort, 1, #by_quicksort)

  local by_heapsort = random_numbers(n, 1)
  heapsort(by_heapsort)

  local by_library = random_numbers(n, 1)
  table.sort(by_library)

  local list = records(random_numbers(n, 7))
  table.sort(list, function(a, b)
    if a.group ~= b.group then
      return a.group < b.group
    end
    return a.id > b.id
  end)
  local ids = {}
  for i, record in ipairs(list) do
    ids[i] = record.id
  end
  table.sort(list, function(a, b) return a.name < b.name or (a.name == b.name and a.id < b.id) end)
  return string.format(
    "%d %d %d %d %s", checksum(by_quicksort), checksum(by_heapsort), checksum(by_library), checksum(ids), list[n // 2].name
  )
end

print(run(tonumber(arg[1])))
