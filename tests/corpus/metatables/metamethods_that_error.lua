local function mk(f) return setmetatable({}, {__index = f, __newindex = f, __call = f, __add = f, __eq = f, __lt = f, __len = f, __concat = f, __unm = f, __tostring = f}) end
local e = mk(function() error("from metamethod", 0) end)
for name, f in ipairs{function() return e.x end, function() e.x = 1 end, function() return e() end, function() return e + 1 end, function() return e == {} end, function() return e < 1 end, function() return #e end, function() return e .. "" end, function() return -e end, function() return tostring(e) end} do print(name, pcall(f)) end
local p = mk(function() error("with position") end) print(pcall(function() return p.x end)) print(pcall(function() return p + 1 end))
local l2 = mk(function() error("level two", 2) end)
print(pcall(function()
  return l2.x end))
print(pcall(function()
  return l2 + 1 end))
print(pcall(function()
  l2.x = 1 end))
local n = mk(function() return nil + 1 end) print(pcall(function() return n.x end))
-- The string library calls the metamethod of the other operand, without a name.
print(pcall(function() return "10" - setmetatable({}, { __sub = 5 }) end))
print(pcall(function() return setmetatable({}, { __sub = 5 }) - "10" end))
print(pcall(function() return "10" - setmetatable({}, { __sub = {} }) end))
