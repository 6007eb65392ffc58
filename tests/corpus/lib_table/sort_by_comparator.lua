local people = { { n = "Bob", a = 30 }, { n = "Al", a = 25 }, { n = "Cy", a = 35 }, { n = "Di", a = 28 } }
table.sort(people, function(x, y) return x.a < y.a end)
for _, p in ipairs(people) do io.write(p.n, " ") end print()
table.sort(people, function(x, y) return x.n > y.n end)
for _, p in ipairs(people) do io.write(p.n, " ") end print()
local t = {} for i = 1, 200 do t[i] = (i * 7919) % 211 end
table.sort(t, function(a, b) if a % 2 ~= b % 2 then return a % 2 < b % 2 end return a < b end)
print(table.concat(t, " "))
table.sort(t, function(a, b) return a < b and 1 or nil end) print(t[1], t[100], t[200])
