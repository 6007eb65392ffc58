math.randomseed(8)
for size = 0, 130, 13 do
  for kind = 1, 4 do
    local t = {}
    for i = 1, size do t[i] = kind == 1 and math.random(10) or kind == 2 and math.random() or kind == 3 and string.char(math.random(97, 122), math.random(97, 122)) or math.random(3) / 2 end
    table.sort(t)
    for i = 2, size do assert(t[i - 1] <= t[i]) end
    local calls = 0
    table.sort(t, function(a, b) calls = calls + 1 return a > b end)
    print(size, kind, calls, t[1], t[size])
    local pairs_ = {} for i = 1, size do pairs_[i] = { key = math.random(4), id = i } end
    table.sort(pairs_, function(a, b) return a.key < b.key end)
    local ids = {} for i, p in ipairs(pairs_) do ids[i] = p.id end print(table.concat(ids, " "))
    print(pcall(table.sort, t, function() return math.random(2) == 1 end))
  end
end
