-- A local that stands for a library function is resolved when compiling: messages have the function's own name.
local f = string.format
print(pcall(function() f("%d", "x") end))
local t = {r = string.rep}
print(pcall(function() t.r() end))
