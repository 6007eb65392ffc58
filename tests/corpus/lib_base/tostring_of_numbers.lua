for _, x in ipairs { 0, -0.0, 1.0, 1e15, 1e16, 123456789012345.0, 0.1, 1 / 3, 1e100, -1e-5, 2^53, 2^63, 1e14, 12345678901234567890, 3.14159265358979, 100, -100, 1 / 0, -1 / 0, 5e-324, 1.7976931348623157e308 } do print(tostring(x), x .. "") end
print(tostring(0 / 0):gsub("-", ""), tostring(nil), tostring(true), tostring("x"))
print(pcall(tostring))
print(pcall(tostring, setmetatable({}, { __tostring = function() return 1 end })))
print(pcall(tostring, setmetatable({}, { __tostring = function() return nil end })))
print(tostring(setmetatable({}, { __tostring = function() return "T!" end })), (tostring(setmetatable({}, { __name = "Point" })):gsub("0x%x+", "")))
print((tostring({}):gsub("0x%x+", "")), (tostring(print):gsub("0x%x+", "")):match("^%w+"), (tostring(function() end):gsub("0x%x+", "")), (tostring(coroutine.create(print)):gsub("0x%x+", "")))
