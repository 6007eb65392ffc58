Account = {} Account.__index = Account
function Account.new(b) local o = setmetatable({}, Account) o.balance = b return o end function Account:deposit(v) self.balance = self.balance + v end function Account:show() return "balance " .. self.balance end
a = Account.new(10) a:deposit(5) print(a:show(), a.balance)
config = {name = "n", nested = {deep = {v = 1}}} config.nested.deep.v = config.nested.deep.v + 1 print(config.nested.deep.v) list = {} list[#list + 1] = "x" print(#list, list[1])
function fact(n) if n <= 1 then return 1 end return n * fact(n - 1) end print(fact(10)) local f2 = fact fact = function() return 0 end print(f2(5))
counter = 0 function inc() counter = counter + 1 return counter end inc() inc() print(counter) function make() local counter = 100 return function() counter = counter + 1 return counter end end print(make()(), counter)
x, y, z = 1, 2 print(x, y, z) x, y = y, x print(x, y) a, b, c = (function() return 1, 2, 3 end)() print(a, b, c) t = {} t.x, t.y = 1, 2 print(t.x, t.y)
for i = 1, 2 do loopvar = i end print(loopvar, i) while not done do done = true end print(done) repeat flag = not flag until flag print(flag)
function ns() end ns = {} ns.sub = {} function ns.sub.f(x) return x end function ns.sub:m() return self == ns.sub end print(ns.sub.f(1), ns.sub:m())
