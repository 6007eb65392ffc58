type Config = { a: number }
local function string(x) return "local string" end
local function f(integer, Config) return integer(1), Config(2) end
print(string(5))  --> local string
print(f(function(x) return "param " .. x end, function(x) return "arg " .. x end))  --> param 1 arg 2
do
  local number = function() return "inner" end
  print(number("x"))  --> inner
end
print(pcall(function() return number("x") end) == false)  --> true
