local Account = {} Account.__index = Account
function Account.new(b) return setmetatable({balance = b}, Account) end
function Account:deposit(n) self.balance = self.balance + n return self end
function Account:get() return self.balance end
local a = Account.new(10)
print(a:deposit(5):deposit(1):get(), Account.get(a), a.get(a), a["get"](a))
local Sub = setmetatable({}, {__index = Account}) Sub.__index = Sub
function Sub:get() return "sub " .. Account.get(self) end
local s = setmetatable({balance = 1}, Sub) print(s:deposit(2):get(), rawget(Sub, "deposit"))
local o = {x = 1} function o:f(y) return self.x, y end function o.g(self, y) return self.x, y end
print(o:f(2)) print(o.f({x = "other"}, 3)) print(o:g(4))
print(({m = function(self, v) return v, #self end, 1, 2}):m("arg"))
local calls = 0 local function get() calls = calls + 1 return o end get():f(1) print(calls)
print(pcall(function() o:nope() end)) print(pcall(function() o.f() end))
