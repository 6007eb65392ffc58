local Account = {}
Account.__index = Account
function Account.new(owner: string, balance: number?): Account
  return setmetatable({ owner = owner, balance = balance or 0 }, Account)
end
function Account:deposit(v: number): Account
  self.balance = self.balance + v
  return self
end
print(Account.new("ada"):deposit(5):deposit(6).balance)
