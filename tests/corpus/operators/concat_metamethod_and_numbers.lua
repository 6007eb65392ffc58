local mt = {__concat = function(a, b)
  local l = type(a) == "table" and a.n or a
  local r = type(b) == "table" and b.n or b
  return "(" .. l .. "&" .. r .. ")"
end}
local x = setmetatable({n = "x"}, mt)
local y = setmetatable({n = "y"}, mt)
print(x .. y, x .. 1, 1 .. x, "a" .. x, x .. "a", 1.5 .. x)
print("a" .. "b" .. x, x .. "a" .. "b", "a" .. x .. "b", x .. y .. x)
print(pcall(function() return x .. nil end))
print(pcall(function() return {} .. x end))
print(pcall(function() return {} .. "x" end))
print(pcall(function() return 1 .. {} .. 2 end))
