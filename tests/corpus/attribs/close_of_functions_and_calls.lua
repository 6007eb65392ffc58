local order = {}
local mt = {__close = function(self, err) order[#order + 1] = self[1] end}
local function new(n) return setmetatable({n}, mt) end
local function f(...) local a <close> = new("a") local function g() local b <close> = new("b") return "g", 1 end return g() end
local function va(...) local a <close> = new("va") return select("#", ...), ... end
print(va(1, nil, 3)) print(table.concat(order, " ")) order = {}
local function rec(n) local a <close> = new("r" .. n) if n > 0 then return rec(n - 1) end return "bottom" end
print(rec(3)) print(table.concat(order, " ")) order = {}
local callable = setmetatable({}, {__close = setmetatable({}, {__call = function(self, v, e) print("callable close", type(v), e) end})})
do local c <close> = callable end
print(pcall(function() local c <close> = callable error("e", 0) end))
do local x <close> = new("x") local y <const> = 5 local z = 6 print(y + z) end print(table.concat(order, " "))
local co = coroutine.wrap(function() local a <close> = new("co") coroutine.yield(1) return 2 end) order = {} print(co(), #order, co(), order[1])
