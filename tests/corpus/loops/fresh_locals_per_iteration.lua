local fs = {}
for i = 1, 3 do fs[#fs + 1] = function() i = i + 1 return i end end
print(fs[1](), fs[1](), fs[2](), fs[3]())
local gs = {}
for i, v in ipairs{"a", "b"} do gs[i] = function(x) if x then v = x end return v end end
gs[1]("changed") print(gs[1](), gs[2]())
local hs = {}
local n = 0
while n < 3 do n = n + 1 local k = n hs[n] = function() k = k * 2 return k end end
print(hs[1](), hs[2](), hs[3](), hs[1]())
local rs, m = {}, 0
repeat m = m + 1 local k = m rs[m] = function() return k end until k >= 3
print(rs[1](), rs[2](), rs[3]())
local ls = {}
for i = 1, 3 do local a, b = i, i * 10 ls[i] = {get = function() return a, b end, set = function(x) a = x end} end
ls[2].set("two") print(ls[1].get()) print(ls[2].get()) print(ls[3].get())
local x for i = 1, 3 do local x x = (x or 0) + i io.write(x, " ") end print(x)
