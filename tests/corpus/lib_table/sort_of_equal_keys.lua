local t = {} for i = 1, 60 do t[i] = { k = i % 5, i = i } end
table.sort(t, function(a, b) return a.k < b.k end)
local s = {} for i, v in ipairs(t) do s[i] = v.k .. ":" .. v.i end
print(table.concat(s, " "))
local u = { 1, 1.0, 2, 2.0, 1, 1.0 } table.sort(u)
local n = 0 for _, v in ipairs(u) do n = n + v end print(n)
