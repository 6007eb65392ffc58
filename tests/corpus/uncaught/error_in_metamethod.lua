local t = setmetatable({}, {__add = function(a, b)
  error("no addition")
end})
local r = t + 1
