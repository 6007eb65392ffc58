-- In Lua a tail call takes no stack. Here it does: more than 200,000 of them are "stack overflow" in `luaflow exec`.
local function count(n) if n == 0 then return "done" end return count(n - 1) end
print(count(150000))
print(pcall(count, 300000))
