local t = { inner = { 7 } }
local i = t.inner!
print(i[1]!, (t.inner!)[1] + 1, t.missing == nil, not t.missing!)
if t.inner! ~= nil then print("there") end
local n = t.inner[1]! + 1
print(n! == 8, n!==8)
