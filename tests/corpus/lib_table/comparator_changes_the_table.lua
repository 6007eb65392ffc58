local t = { 3, 1, 2 }
table.sort(t, function(a, b) t.seen = (t.seen or 0) + 1 return a < b end)
print(table.concat(t, " "), t.seen)
