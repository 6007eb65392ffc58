-- Lua reads a local variable when it does the operation, after the call in the other operand; luaflow reads operands from left
-- to right. Lua's manual leaves the order open (3.4).
local x = 1
local function change() x = x + 10 return x end
print(x + change(), x) x = 1
print(x == change(), x < change())
