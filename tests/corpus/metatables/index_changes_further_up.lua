-- A class further up in the chain gets another __index after objects were made.
local A = {known = 'in A'} A.__index = A
local B = setmetatable({}, A) B.__index = B
local o = setmetatable({}, B)
print(o.known, o.missing)
A.__index = {missing = 7}
print(o.known, o.missing, B.known, B.missing)
A.__index = function(t, k) return 'made ' .. k end
print(o.known, o.missing, B.known, B.missing)
A.__index = nil
print(o.known, o.missing, B.known, B.missing)
A.__index = A
print(o.known, o.missing, B.known, B.missing)
B.__index = A
print(o.known, o.missing, B.known, B.missing)
