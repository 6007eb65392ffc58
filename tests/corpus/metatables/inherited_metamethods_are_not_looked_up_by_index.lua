local base = {__add = function() return "base add" end} base.__index = base
local derived = setmetatable({}, base) derived.__index = derived
local o = setmetatable({}, derived) print(pcall(function() return o + 1 end)) print(derived + 1, o.__add == base.__add)
local mt = setmetatable({}, {__index = {__call = function() return "no" end, __tostring = function() return "no" end, __len = function() return 1 end}})
local p = setmetatable({}, mt) print(pcall(function() return p() end)) print(tostring(p):sub(1, 6), #p)
rawset(mt, "__len", function() return 7 end) print(#p)
local idx = setmetatable({}, {__index = function(t, k) if k == "__call" then return print end end}) print(pcall(function() return setmetatable({}, idx)() end))
print(getmetatable(o) == derived, getmetatable(derived) == base, rawget(derived, "__add"))
