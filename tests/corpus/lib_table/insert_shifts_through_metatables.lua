local log = {}
local t = setmetatable({}, { __newindex = function(t, k, v) log[#log + 1] = k rawset(t, k, v) end })
table.insert(t, "a") table.insert(t, "b") table.insert(t, 1, "c") print(table.concat(t, " "), table.concat(log, " "))
table.remove(t, 1) print(#t, t[1], t[2], t[3])
