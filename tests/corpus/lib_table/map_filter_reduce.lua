local function map(t, f) local r = {} for i = 1, #t do r[i] = f(t[i]) end return r end
local function filter(t, p) local r = {} for _, v in ipairs(t) do if p(v) then table.insert(r, v) end end return r end
local function reduce(t, f, a) for _, v in ipairs(t) do a = f(a, v) end return a end
local t = {} for i = 1, 10 do t[i] = i end
print(table.concat(map(t, function(x) return x * x end), " "), table.concat(filter(t, function(x) return x % 3 == 0 end), " "), reduce(t, math.max, 0), reduce(t, function(a, b) return a + b end, 0))
