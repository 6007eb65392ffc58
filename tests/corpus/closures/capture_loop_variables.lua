local fs = {}
for i = 1, 3 do for j = 1, 2 do fs[#fs + 1] = function() return i, j end end end
for _, f in ipairs(fs) do io.write(table.concat({f()}, ","), " ") end print()
local gs = {}
for i = 1, 3 do
  local x = i
  gs[#gs + 1] = function() x = x + i return x end
  x = x * 100
end
print(gs[1](), gs[1](), gs[2](), gs[3]())
local hs = {} for k, v in pairs({"a", "b"}) do hs[k] = function(n) v = v .. n return k .. v end end
print(hs[1]("1"), hs[1]("2"), hs[2]("3"))
local ks = {} for i = 1, 2 do local f f = function(n) return n == 0 and i or f(n - 1) end ks[i] = f end print(ks[1](3), ks[2](3))
local ms = {} for i = 1, 2 do local function g(n) if n == 0 then return i end return g(n - 1) end ms[i] = g end print(ms[1](2), ms[2](2))
local w, i = {}, 0 while i < 3 do i = i + 1 local j = i if j == 2 then w[j] = function() return j, i end else w[j] = function() j = j + 10 return j, i end end end
print(w[1]()) print(w[2]()) print(w[3]())
