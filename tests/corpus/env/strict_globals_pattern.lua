local declared = {} setmetatable(_G, {__newindex = function(t, k, v) if not declared[k] then error("assign to undeclared variable '" .. k .. "'", 2) end rawset(t, k, v) end, __index = function(_, k) if not declared[k] then error("variable '" .. k .. "' is not declared", 2) end return nil end})
local function declare(n, v) declared[n] = true rawset(_G, n, v or false) end
print(pcall(function() foo = 1 end)) print(pcall(function() return foo end)) declare("foo") foo = 2 print(foo) declare("bar", "init") print(bar) print(pcall(function() baz() end)) declare("f") function f() return "declared f" end print(f())
print(rawget(_G, "baz"), pcall(rawget, _G, "foo")) setmetatable(_G, nil) print(baz) baz = 1 print(baz)
