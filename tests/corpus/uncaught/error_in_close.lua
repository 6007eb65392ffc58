local x <close> = setmetatable({}, {__close = function(_, e) print("closing", e) error("error in close") end})
error("body")
