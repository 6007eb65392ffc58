local insert = table.insert
local t = {}
for i = 1, 3 do insert(t, i) end
print(#t, table.concat(t, ","), string.format("%5.2f", 3.14159))
function string.trim(s) return (s:gsub("^%s+", "")) end
local s = string
print(s == string, ("  x"):trim(), s.trim("   y"))
local print = print
local function type() return "mine" end
print(type(), math.pi, io.stdout ~= nil)
local gen = coroutine.wrap(function() for i = 1, 2 do coroutine.yield(i) end end)
print(gen(), gen())
print(select("#", 1, nil, nil))
print(type(select(2, pcall(error, {}))))
local ok, e = pcall(require, "nonexistent_module")
print(ok)
table.unpack = table.unpack or unpack
print(table.unpack({1,2,3}))
setmetatable(_G, {__index = function(t, k) return "undef " .. k end})
print(foo)
for k, v in pairs(_G) do if type(v) == "x" then print(k) end end
