error(setmetatable({}, {__tostring = function() return "custom error text" end}))
