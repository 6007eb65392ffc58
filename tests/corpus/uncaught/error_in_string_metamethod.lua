local s = "abc"
print(#s)
local n = s + 1
