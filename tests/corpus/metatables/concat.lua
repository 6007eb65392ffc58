local mt = {} mt.__concat = function(a, b) return setmetatable({s = (a.s or a) .. (b.s or b)}, mt) end
mt.__index = function(_, k) return nil end
local str = getmetatable("") 
local function S(s) return setmetatable({s = s}, mt) end
local function get(x) return type(x) == "table" and x.s or x end
print(get(S"a" .. S"b"), get(S"a" .. S"b" .. S"c"), (S"x" .. S"y").s)
local order = {} local o = setmetatable({}, {__concat = function(a, b) order[#order + 1] = (type(a) == "table" and "o" or a) .. "+" .. (type(b) == "table" and "o" or b) return "R" end})
print("a" .. o .. "b", table.concat(order, " ")) order = {}
print("a" .. "b" .. o, table.concat(order, " ")) order = {}
print(o .. "a" .. "b", table.concat(order, " ")) order = {}
print(1 .. 2 .. o .. 3 .. 4, table.concat(order, " ")) order = {}
print(o .. o .. o, table.concat(order, " "))
print(pcall(function() return o .. nil end)) print(pcall(function() return nil .. {} end)) print(pcall(table.concat, {o, "x"}))
