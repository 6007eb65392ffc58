-- Tables with strings as keys: words of a text, their followers, their letters, an inverted index.

local SYLLABLES = { "ka", "lo", "mi", "ren", "tu", "sa", "vor", "ne", "di", "pul" }

local function write_text(n)
  local words = {}
  local seed = 7
  for i = 1, n do
    seed = (seed * 1103515245 + 12345) % 2147483648
    local number = seed // 65536
    local word = SYLLABLES[number % 10 + 1] .. SYLLABLES[number // 10 % 10 + 1]
    if number % 3 == 0 then
      word = word .. SYLLABLES[number // 100 % 10 + 1]
    end
    words[i] = number % 7 == 0 and word:upper() .. "," or word
  end
  return table.concat(words, " ")
end

local function count_words(text)
  local counts, order = {}, {}
  for word in text:lower():gmatch("%a+") do
    if not counts[word] then
      counts[word] = 0
      order[#order + 1] = word
    end
    counts[word] = counts[word] + 1
  end
  return counts, order
end

local function followers(text)
  local pairs_seen, distinct = {}, 0
  local previous
  for word in text:gmatch("%a+") do
    if previous then
      local seen = pairs_seen[previous]
      if not seen then
        seen = {}
        pairs_seen[previous] = seen
      end
      if not seen[word] then
        distinct = distinct + 1
      end
      seen[word] = (seen[word] or 0) + 1
    end
    previous = word
  end
  return distinct
end

local function letters(counts)
  local totals = {}
  for word, count in pairs(counts) do
    for i = 1, #word do
      local letter = word:sub(i, i)
      totals[letter] = (totals[letter] or 0) + count
    end
  end
  return totals
end

local function index(text)
  local positions = {}
  local position = 0
  for word in text:gmatch("%S+") do
    position = position + 1
    local list = positions[word]
    if list then
      list[#list + 1] = position
    else
      positions[word] = { position }
    end
  end
  return positions
end

local function run(n)
  local text = write_text(n)
  local counts, order = count_words(text)
  table.sort(order, function(a, b)
    if counts[a] == counts[b] then
      return a < b
    end
    return counts[a] > counts[b]
  end)
  local totals = letters(counts)
  local keys = {}
  for letter in pairs(totals) do
    keys[#keys + 1] = letter
  end
  table.sort(keys)
  local first, last = keys[1], keys[#keys]
  local positions = index(text)
  local longest = 0
  for _, list in pairs(positions) do
    longest = math.max(longest, #list)
  end
  return string.format(
    "%d words, %s %d, %d followers, %s %d %s %d, longest %d",
    #order, order[1], counts[order[1]], followers(text), first, totals[first], last, totals[last], longest
  )
end

print(run(tonumber(arg[1])))
