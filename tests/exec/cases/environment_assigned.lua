_ENV = {print = print, tostring = tostring, load = load, pcall = pcall, setmetatable=setmetatable}
x = 1
print(x, _G, pcall(load("return x")))
local function f() y = 2 return y end
print(f(), y)
do local function deep() _ENV = setmetatable({}, {__index = _ENV}) z = 3 return z end print(deep(), z) end
for i = 1, 2 do if i == 2 then for j = 1, 2 do while true do repeat for k = 1, 1 do _ENV = _ENV end until true break end end end end
print(pcall(function() _ENV = nil; return x end))
