local mt = getmetatable("") print(type(mt), mt.__index == string, type(mt.__add), type(mt.__concat), mt.__name, mt.__metatable)
local old = mt.__index
mt.__index = function(s, k) if type(k) == "number" then return s:sub(k, k) end return old[k] end
local s = "hello" print(s[1], s[5], s[6], s:upper(), ("x"):rep(2))
mt.__index = old print(s[1], s.len == string.len)
print(pcall(function() return ("f")() end))
mt.__len = function() return 99 end print(#"abc") mt.__len = nil
mt.__unm = mt.__unm print(-"3") mt.__mod = function(a, b) return a:format(b) end print("%d items" % 5) mt.__mod = nil
string.shout = function(s) return s:upper() .. "!" end print(("hey"):shout()) string.shout = nil print(("x").shout)
mt.__eq = function() return true end print("a" == "b") mt.__eq = nil mt.__lt = function() return "x" end print("b" < "a", pcall(function() return "a" < 1 end)) mt.__lt = nil
