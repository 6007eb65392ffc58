local function readonly(t) return setmetatable({}, { __index = t, __newindex = function(_, k) error("readonly " .. tostring(k), 2) end, __len = function() return #t end }) end
local r = readonly { 1, 2, 3 }
print(#r, r[2], table.concat(r, ","), table.unpack(r))
print(pcall(table.insert, r, 4)) print(pcall(function() r.x = 1 end)) print(pcall(table.sort, r, function(a, b) return a > b end))
