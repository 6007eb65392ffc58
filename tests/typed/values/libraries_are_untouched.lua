print(string.format("%03d", 7), ("x"):rep(3), string.len("four"))  --> 007 xxx 4
print(table.concat({ 1, 2 }, "-"), type(string), type(table))  --> 1-2 table table
print(pcall(string, 5))  --> false attempt to call a table value
local s = string
print(s == string, s.upper("a"))  --> true A
print(pcall(function() return s("x") end) == false)  --> true
