local n = 0
local mt = {__eq = function(a, b) n = n + 1 return a.v == b.v end}
local function new(v) return setmetatable({v = v}, mt) end
local a, b, c = new(1), new(1), new(2)
print(a == b, a == c, a ~= b, a ~= c, a == a, n) print(rawequal(a, b), rawequal(a, a))
print(a == 1, a == "x", a == nil, a == {}, {} == a, n)
local other = setmetatable({v = 1}, {__eq = function() return "truthy value" end}) print(other == a, a == other, other == {v = 5})
print(setmetatable({}, {__eq = function() return nil end}) == {}, setmetatable({}, {__eq = function() return 0 end}) == {})
local t = {[a] = "key a"} print(t[a], t[b])
if a == b then print("branch equal") end if not (a == c) then print("branch unequal") end
print(pcall(function() return setmetatable({}, {__eq = function() error("in eq", 0) end}) == {} end))
local function find(l, x) for i, v in ipairs(l) do if v == x then return i end end end print(find({c, b}, a))
