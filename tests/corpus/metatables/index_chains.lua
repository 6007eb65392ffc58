local a = {v = "a", only_a = 1} local b = setmetatable({v = "b"}, {__index = a}) local c = setmetatable({}, {__index = b})
print(c.v, c.only_a, c.none)
local A = {} A.__index = A function A.new() return setmetatable({}, A) end function A:who() return "A" end function A:base() return "base " .. self:who() end
local B = setmetatable({}, A) B.__index = B function B.new() return setmetatable({}, B) end function B:who() return "B" end
local C = setmetatable({}, B) C.__index = C function C.new() return setmetatable({}, C) end
print(A.new():base(), B.new():base(), C.new():base(), C.new():who(), C.new().nothing)
function A:late() return "late " .. self:who() end print(C.new():late())
B.who = nil print(C.new():who())
local last = {x = "end"} for i = 1, 50 do last = setmetatable({}, {__index = last}) end print(last.x, last.y)
local f = setmetatable({}, {__index = setmetatable({}, {__index = function(t, k) return k .. "!" end})}) print(f.deep)
local loop = {} setmetatable(loop, {__index = loop}) print(pcall(function() return loop.x end))
