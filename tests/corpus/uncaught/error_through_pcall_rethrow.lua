local ok, e = pcall(function() error("first") end)
print("caught", e)
local function again() error(e, 0) end
again()
