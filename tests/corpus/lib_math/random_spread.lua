math.randomseed(2024)
local n, hits = 20000, {}
for i = 1, n do local r = math.random(10) hits[r] = (hits[r] or 0) + 1 end
print(table.concat(hits, " "))
local s = 0 for i = 1, 1000 do local r = math.random() assert(r >= 0 and r < 1) s = s + r end print(("%.10f"):format(s))
