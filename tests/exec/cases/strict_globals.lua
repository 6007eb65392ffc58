setmetatable(_G, {__index=function(_, k) error("undefined "..k, 2) end})
local function f()
 return foo
end
f()