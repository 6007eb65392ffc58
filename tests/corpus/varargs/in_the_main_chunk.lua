print(select("#", ...), ...)
local a, b = ... print(a, b)
local t = {...} print(#t)
local function f(...) return select("#", ...), ... end
print(f(...)) print((f(1, ...)))
print(pcall(function(...) return ... end, ...))
for i = 1, select("#", ...) do print("never", i) end
print(type(arg), arg and #arg, arg and arg[1])
