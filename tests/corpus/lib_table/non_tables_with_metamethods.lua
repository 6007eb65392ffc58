local u = setmetatable({}, { __index = { 5, 6, 7 }, __len = function() return 3 end })
print(table.concat(u, ","), table.unpack(u))
print(pcall(table.insert, io.stdout, 1), pcall(table.concat, io.stdout))
print(pcall(table.sort, "abc"))
