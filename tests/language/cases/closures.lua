local fs = {}
for i = 1, 3 do fs[i] = function() i = i + 1; return i end end
print(fs[1](), fs[1](), fs[2](), fs[3]())
local gs = {}
for _, v in ipairs({ "a", "b", "c" }) do gs[#gs + 1] = function() return v end end
print(gs[1](), gs[2](), gs[3]())
local function counter()
  local n = 0
  return function() n = n + 1 return n end, function() return n end
end
local inc, get = counter()
inc() inc()
print(get())
local k = 0
local hs = {}
while k < 3 do
  local j = k
  hs[#hs + 1] = function() j = j + 10 return j end
  k = k + 1
end
print(hs[1](), hs[1](), hs[2](), hs[3]())
local x = 1
do local x = 2 print(x) end
print(x)
local function fact(n) if n <= 1 then return 1 end return n * fact(n - 1) end
print(fact(20))
local rs = {}
for i = 1, 2 do
  local function rec(n) if n == 0 then return i end return rec(n - 1) end
  rs[i] = rec
end
print(rs[1](3), rs[2](5))
repeat local z = x; x = x + 1 until z >= 3
print(x)
do for level = 1, 3 do end end
local level = "constant at the top"
print(level)
