local a, b = 1, 2
local function f() a = a + 1 return a, b end
local function g() return b end
local names = {} for i = 1, 3 do names[#names + 1] = tostring((debug.getupvalue(f, i))) end
print(type(names[1]), debug.getupvalue(print, 1), select("#", debug.getupvalue(f, 9)))
print(pcall(debug.getupvalue, {}, 1)) print(pcall(debug.getupvalue, f)) print(pcall(debug.setupvalue, f, 1))
print(f(), g())
