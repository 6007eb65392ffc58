print(table.concat({ 1 < 2 and "yes" or "no", ("x"):rep(3), 2^10, 10 // 3, #"abc" }, " | "))
local t = setmetatable({}, { __concat = function(a, b) return "cat" end }) print(t .. "x", "x" .. t, pcall(table.concat, { t }))
