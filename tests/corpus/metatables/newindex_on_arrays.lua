local n = 0
local t = setmetatable({1, 2}, {__newindex = function(t, k, v) n = n + 1 rawset(t, k, v) end})
t[1] = "a" t[3] = "c" t[3] = "cc" t[#t + 1] = "d" table.insert(t, "e") t[2] = nil t[2] = "b"
print(n, table.concat(t, ","), #t)
table.remove(t) t[5] = "E" print(n, #t)
local logger = {} local a = setmetatable({}, {__index = logger, __newindex = function(_, k, v) logger[k] = v end, __len = function() return #logger end})
for i = 1, 3 do a[#a + 1] = i * 10 end print(#a, a[1], a[3], rawlen(a), next(a))
table.insert(a, "x") print(#a, a[4], table.concat(a, " ")) print(table.remove(a), #a, table.unpack(a))
for i, v in ipairs(a) do io.write(i, "=", v, " ") end print()
