local function iter(n, closing) local i = 0 return function() i = i + 1 if i <= n then return i end end, nil, nil, closing end
local function res(name) return setmetatable({}, {__close = function(_, e) print("close " .. name, e) end}) end
for i in iter(2, res("end")) do print(i) end
for i in iter(5, res("break")) do if i == 2 then break end print(i) end
print(pcall(function() for i in iter(5, res("error")) do if i == 2 then error("stop", 0) end print(i) end end))
local function f() for i in iter(5, res("return")) do if i == 2 then return "returned", i end end end print(f())
for i in iter(5, res("goto")) do if i == 1 then goto out end end ::out::
for i in iter(2, nil) do print(i) end
for i in iter(1, false) do print("false", i) end
print(pcall(function() for i in iter(1, {}) do end end))
print(pcall(function() for i in iter(1, 42) do end end))
for i in iter(2, res("outer")) do for j in iter(2, res("inner" .. i)) do print(i, j) end end
