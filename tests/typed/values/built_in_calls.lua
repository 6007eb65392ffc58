print(string("x"), number(1.5), integer(3), boolean(false), any(nil))  --> x 1.5 3 false nil
print(integer(3.0), math.type(integer(3.0)))  --> 3.0 float
print(unknown(1), type(table({})), pcall(thread(coroutine.create(print)) and tostring, 1))  --> 1 table true 1
local function try(f, ...)
  local ok, message = pcall(f, ...)
  print(ok, (tostring(message):gsub("^.-:%d+: ", "")))
end
try(function() return string(5) end)  --> false expected string, got number
try(function() return integer("3") end)  --> false expected integer, got string
try(function() return integer(3.5) end)  --> false expected integer, got number
try(function() return number("3") end)  --> false expected number, got string
try(function() return boolean(nil) end)  --> false expected boolean, got nil
try(function() return never(1) end)  --> false expected never, got number
try(function() return table("x") end)  --> false expected table, got string
try(function() return string() end)  --> false expected string, got no value
try(function() return string("a", "b") end)  --> false string takes one value, got 2
try(function(...) return string(...) end, "a")  --> true a
