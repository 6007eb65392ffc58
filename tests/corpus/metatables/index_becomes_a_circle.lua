-- A chain of __index that becomes a circle after objects were made.
local function try(f, ...) print(pcall(f, ...)) end
local A = {} A.__index = A
local B = setmetatable({}, A) B.__index = B
local C = setmetatable({}, B) C.__index = C
local o = setmetatable({}, C)
A.known = 'in A'
print(o.known, o.missing)
A.__index = C
try(function() return o.known end)
try(function() return o.missing end)
try(function() return o:missing() end)
try(function() return o.missing.deeper end)
try(function() return A.missing end)
A.__index = A
try(function() return o.missing end)
setmetatable(A, C)
try(function() return A.missing end)
try(function() return o.missing end)
try(function() return rawget(o, 'missing') end)
try(function() local k = 'miss' return o[k .. 'ing'] end)
try(function() return o[1] end)
o.missing = 1
print(o.missing)
setmetatable(A, nil)
o.missing = nil
try(function() return o.missing end)
local s = {} s.__index = s setmetatable(s, s)
try(function() return s.x end)
s.x = 4
try(function() return s.x end)
local p, q = {}, {}
setmetatable(p, {__index = q}) setmetatable(q, {__index = p})
try(function() return p.x end)
try(function() p.x = 5 return q.x, q.y end)
setmetatable(q, {__newindex = p}) setmetatable(p, {__newindex = q})
try(function() q.z = 1 end)
