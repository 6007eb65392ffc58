local V = {}
V.__index = V
V.__add = function(a, b) return V.new(a.x + b.x) end
V.__eq = function(a, b) return a.x == b.x end
V.__lt = function(a, b) return a.x < b.x end
V.__le = function(a, b) return a.x <= b.x end
V.__tostring = function(v) return "V(" .. v.x .. ")" end
V.__len = function(v) return v.x end
V.__call = function(self, y) return self.x + y end
V.__concat = function(a, b) return tostring(a) .. "|" .. tostring(b) end
V.__unm = function(a) return V.new(-a.x) end
function V.new(x) return setmetatable({ x = x }, V) end
function V:get() return self.x end
local a, b = V.new(1), V.new(2)
print(tostring(a + b), a == b, a < b, a <= b, a == V.new(1), #b, a(10), a .. b, a .. "s", tostring(-a))
print(a:get(), b:get(), rawequal(a, a), rawlen({ 1, 2 }))
local Animal = {}
Animal.__index = Animal
function Animal.new(name) local self = setmetatable({}, Animal) self.name = name return self end
function Animal:speak() return self.name .. " makes " .. self:sound() end
function Animal:sound() return "noise" end
local Dog = setmetatable({}, { __index = Animal })
Dog.__index = Dog
function Dog.new(name) local self = Animal.new(name) return setmetatable(self, Dog) end
function Dog:sound() return "woof" end
print(Dog.new("rex"):speak(), Animal.new("cat"):speak())
local log = {}
local proxy = setmetatable({}, {
  __index = function(t, k) log[#log + 1] = "get " .. tostring(k) return k end,
  __newindex = function(t, k, v) log[#log + 1] = "set " .. tostring(k) rawset(t, k, v) end,
})
print(proxy.foo, proxy[5])
proxy.bar = 1
proxy.bar = 2
print(table.concat(log, ","), proxy.bar)
local d = setmetatable({}, { __index = { color = "red" } })
d.color = nil
print(d.color)
d.color = "blue"
print(d.color)
d.color = nil
print(d.color, getmetatable("x").__index == string, getmetatable(d) ~= nil)
local p = setmetatable({}, { __pairs = function(t) return function(_, k) if not k then return 1, "one" end end, t, nil end })
for k, v in pairs(p) do print(k, v) end
do
  local c <close> = setmetatable({}, { __close = function(_, e) print("closed", e) end })
  print("in block")
end
print(pcall(function()
  local c <close> = setmetatable({}, { __close = function(_, e) print("closing", e) end })
  error("boom", 0)
end))
-- functions that take fewer values than the runtime passes them, in tables that nothing but a metatable holds
local quiet = setmetatable({}, { __tostring = function() return "quiet" end, __newindex = function(_, k) print("set", k) end, __call = function() return "called" end })
quiet.x = 1
print(tostring(quiet), quiet(1, 2), quiet.x)
for _, f in pairs({ a = function() return "a" end }) do print(f(1, 2)) end
