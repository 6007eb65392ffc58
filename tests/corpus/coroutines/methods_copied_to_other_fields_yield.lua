local C1 = {}
C1.__index = C1
function C1:len() coroutine.yield("in len") end
function C1:name() self:len() return -self.y end
local o3 = setmetatable({y = 1.5}, C1)
local f = C1.name
local g = coroutine.wrap(function() print(pcall(f, o3, 1)) end)
print(g()) g()
local C2 = {}
C2.run = C1.name
local g = coroutine.wrap(function() print(pcall(C2.run, o3, 1)) print(C2.run(o3)) end)
print(g()) g() 
