-- A method that strings do not have is nil, whatever the variable held before.
local C = {} C.__index = C
function C:tostring(d) return self.count end
function C:count(d) local r = self:tostring(d) print(r) return 1 end
function C:name(d) print(pcall(self.tostring, self)) return self end
local o = setmetatable({}, C)
print(pcall(C.count, 'x'))
print(pcall(o.count, 'x'))
o.count = 'x'
print(pcall(C.count, o.count))
print(pcall(C.tostring, 'x'))
function C:other(d) return self.missing(d) end
function C:deep(d) return self.inner:missing(d) end
print(pcall(C.other, 'x'))
print(pcall(C.deep, {inner = 'x'}))
