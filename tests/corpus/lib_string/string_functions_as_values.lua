local map = function(t, f) local r = {} for i, v in ipairs(t) do r[i] = f(v) end return table.concat(r, " ") end
print(map({ "a", "b" }, string.upper), map({ "abc", "de" }, string.len), map({ "abc", "de" }, string.reverse), map({ 65, 66 }, string.char), map({ "a", "b" }, string.byte))
local f = string.format print(f == string.format, #f("%5d", 1))
