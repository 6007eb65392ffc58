local words = { "pear", "fig", "apple", "kiwi", "plum", "date" }
local list = {} for i, w in ipairs(words) do list[i] = { w = w, i = i } end
table.sort(list, function(a, b) if #a.w ~= #b.w then return #a.w < #b.w end return a.i < b.i end)
for _, e in ipairs(list) do io.write(e.w, " ") end print()
table.sort(words, function(a, b) return a:sub(2) < b:sub(2) end) print(table.concat(words, " "))
