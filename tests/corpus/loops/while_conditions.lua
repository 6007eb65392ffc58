local i = 0
while i < 3 do i = i + 1 end print(i)
while i do if i == 0 then i = nil else i = i - 1 end end print(i)
local t = {3, 2, 1}
while #t > 0 do io.write(table.remove(t), " ") end print()
local function gen() local n = 3 return function() n = n - 1 return n >= 0 and n or nil end end
local g = gen() local v = g() while v do io.write(v, " ") v = g() end print(v)
while false or nil do end
local a, b = 0, 10 while a < b do a, b = a + 1, b - 1 end print(a, b)
while not (a == 0) do a = a - 1 end print(a)
local s = "" while #s < 5 do s = s .. "x" end print(s)
