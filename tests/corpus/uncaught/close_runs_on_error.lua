local x <close> = setmetatable({}, {__close = function(_, e) print("closing", e) end})
local function f() error("boom") end
f()
