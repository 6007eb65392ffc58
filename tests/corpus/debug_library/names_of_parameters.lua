local function f(first, second, ...) local third = 3 return first, second, third end
print(debug.getlocal(f, 1), debug.getlocal(f, 2), debug.getlocal(f, 3)) print(pcall(debug.getlocal, 100, 1)) print(pcall(debug.getlocal)) print(debug.getlocal(print, 1))
local function g(p, q) local n, v = debug.getlocal(1, 1) print(n, v) n, v = debug.getlocal(1, 2) print(n, v) return p end g("P", "Q")
local function h(x) local function sub() return debug.getlocal(2, 1) end return sub() end print((function() local n, v = h(5) return n ~= nil end)())
