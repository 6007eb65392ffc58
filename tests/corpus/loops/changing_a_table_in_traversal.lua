local t = {}
for i = 1, 10 do t[i] = i end
for k, v in pairs(t) do if v % 2 == 0 then t[k] = nil end end
local left = {} for i = 1, 10 do left[i] = tostring(t[i]) end print(table.concat(left, " "))
for k in pairs(t) do t[k] = nil end print(next(t))
local m = {} for i = 1, 26 do m[string.char(96 + i)] = i end
local count = 0 for k, v in pairs(m) do count = count + 1 m[k] = nil end print(count, next(m))
local u = {1, 2, 3} for i, v in ipairs(u) do if i < 6 then u[#u + 1] = v * 10 end end print(#u, u[8])
local w = {1, 2, 3} for k in pairs(w) do w[k] = "changed" end print(w[1], w[3])
local k, v = next({"only"}) print(k, v, next({"only"}, 1))
print(pcall(next, {}, "no such key"))
