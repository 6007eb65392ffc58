local g do local f <close> = io.tmpfile() g = f print(io.type(g)) end print(io.type(g))
local ok = pcall(function() local f <close> = io.tmpfile() g = f error("x") end)
print(ok, io.type(g))
