print(1) error(setmetatable({}, {__tostring=function() return "tos" end}))
