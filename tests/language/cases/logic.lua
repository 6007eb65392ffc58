local function t() return true end
local n, f, z, e = nil, false, 0, ""
print(n or 1, f or 2, z or 3, e or 4, n and 1, f and 2, z and 3, e and 4)
print(not n, not f, not z, not e, n == f, 1 == true, 0 == false, "1" == 1)
if z then print("zero is true") end
if e then print("empty is true") end
if not n and not f then print("both false") end
local x = n and n.y or "default"
print(x, n and 1 or 2, z and 5 or 6, (f or n) == nil, (n or f) == false)
print(1 and 2 and 3, 1 and nil and 3, nil or false or 7)
local a = { v = false }
print(a.v or "d", a.w or "e", a.v == false, a.v ~= nil, a.w == nil)
print(1 < 2 and "lt" or "ge", t() and 1 or 0)
local s = {}
for i = 1, 4 do s[i] = i % 2 == 0 and "even" or i end
print(s[1], s[2], s[3], s[4])
local k = true
local m = { [true] = "T", [1] = "one" }
print(m[k], m[1], m[1 == 1], m[2 == 1])
print(1 == 1.0, "a" .. 1 == "a1", 2 ~= 3, not (1 > 2))
while not (z >= 2) do z = z + 1 end
print(z)
local cnt = 0
local function side(v) cnt = cnt + 1 return v end
local r = side(nil) or side(false) or side("s") or side("never")
print(r, cnt)
