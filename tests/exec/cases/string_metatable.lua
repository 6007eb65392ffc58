local methods = { shout = function(s) return s:upper() .. "!" end }
local plain = { shout = function() return "plain" end }
print(pcall(function() return ("x"):shout() end))
local meta = getmetatable("")
meta.__index = function(s, key) return methods[key] or string[key] end
print(("x"):shout(), ("abc"):len(), ("y").nothing, plain:shout())
local s = "z"
print(s:shout(), s:rep(2))
meta.__index = string
print(pcall(function() return ("x"):shout() end))
meta.__index = nil
print(pcall(function() return ("x"):len() end))
meta.__index = string
meta.__unm = function(s) return "minus " .. s end
print(-"abc")
for i, pair in ipairs({ { "__lt", 1 } }) do meta[pair[1]] = function() return true end end
print("a" < "b", pcall(function() return "a" < 1 end))
