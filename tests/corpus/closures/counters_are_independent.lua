local function counter() local n = 0 return function() n = n + 1 return n end end
local a, b = counter(), counter()
print(a(), a(), b(), a(), b())
local function pair() local v = 0 return function() return v end, function(x) v = x end end
local get, set = pair() set(5) print(get()) set("x") print(get())
local get2, set2 = pair() print(get2(), get())
local function acc(total) return function(x) total = total + x return total end end
local s = acc(10) print(s(1), s(2), s(3))
local fs = {} for i = 1, 3 do local c = counter() c() fs[i] = c end print(fs[1](), fs[2](), fs[2]())
