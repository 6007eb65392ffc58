local mt = {__lt = function(a, b) return a.v < b.v end, __le = function(a, b) return a.v <= b.v end}
local function new(v) return setmetatable({v = v}, mt) end
local a, b = new(1), new(2)
print(a < b, a > b, a <= b, a >= b, a < a, a <= a, a >= a, not (a < b))
local list = {new(3), new(1), new(2)} table.sort(list) for _, x in ipairs(list) do io.write(x.v, " ") end print()
table.sort(list, function(x, y) return x > y end) for _, x in ipairs(list) do io.write(x.v, " ") end print()
local m = setmetatable({}, {__lt = function(a, b) return type(a) .. "<" .. type(b) end, __le = function() return nil end})
print(m < 1, 1 < m, m > 1, 1 > m, m < "x", "x" < m, m <= 1, 1 <= m, m >= 1)
local onlylt = setmetatable({}, {__lt = function() return true end}) print(pcall(function() return onlylt <= {} end))
print(pcall(function() return {} < onlylt, onlylt < {} end)) print(pcall(function() return {} < {} end))
print(math.max(1, 2), pcall(math.max, a, b), 1 < 2)
