-- The stack of an error in a closing method is that of the closing method alone; Lua's message carries both.
local x <close> = setmetatable({}, {__close = function(_, e) print("closing", e) error("error in close") end})
error("body")
