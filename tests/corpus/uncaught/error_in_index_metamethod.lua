local strict = setmetatable({}, {__index = function(t, k) error("undefined field '" .. k .. "'", 2) end})
local function read()
  return strict.name
end
read()
