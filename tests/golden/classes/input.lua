local Account = {}
Account.__index = Account

function Account.new(owner)
    return setmetatable({owner = owner, balance = 0}, Account)
end

function Account:deposit(amount)
    self.balance = self.balance + amount
    return self
end

function Account.__add(a, b)
    return Account.new(a.owner .. "+" .. b.owner):deposit(a.balance + b.balance)
end

local Savings = setmetatable({}, {__index = Account})
Savings.__index = Savings

function Savings.new(owner, rate)
    local self = setmetatable(Account.new(owner), Savings)
    self.rate = rate
    return self
end

-- `class` and `count` are names that Python has a meaning for.
function Savings:count(class)
    return class and self.rate * 2 or #self.owner
end

local function main()
    local joint = Savings.new("ann", 2):deposit(10) + Account.new("bob"):deposit(5)
    return joint.owner, joint.balance, Savings.new("eve", 3):count(true)
end

return { main = main }
