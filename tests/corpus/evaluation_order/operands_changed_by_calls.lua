local x = 1
local function change() x = x + 10 return x end
print(change() + x, x) x = 1
print(x, change(), x) x = 1
local t = {v = 1} local function ct() t.v = t.v + 1 return t.v end
print(t.v + ct(), t.v) print(ct() + t.v)
local l = {t.v, ct(), t.v} print(l[1], l[2], l[3])
local s = "a" local function cs() s = s .. "b" return s end print(s .. cs() .. s) print(cs() == s)
local u = {} local function grow() u[#u + 1] = #u + 1 return #u end u[grow()] = grow() print(#u, u[1], u[2])
local q = {n = 1} local function newq() q = {n = 2} return 5 end q.n = newq() print(q.n)
local w = {1, 2, 3} local function pop() return table.remove(w) end print(#w, pop(), #w, pop() + #w)
local i = 1 local function ni() i = i + 1 return i end local arr = {} arr[i] = ni() print(arr[1], arr[2], i)
