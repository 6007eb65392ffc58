local x = 1
do local x = x + 1 print(x) do local x = x * 10 print(x) end print(x) end
print(x)
local x = x + 100 print(x)
if x then local x = "inner" print(x) else local x = "else" print(x) end
for x = 1, 2 do local x = x * 2 print(x) end
while true do local x = "while" print(x) break end
repeat local y = "until sees me" until print(y) == nil and y == "until sees me"
local function f(x) local x = x .. "!" return x end
print(f("arg"), x)
local a, a = 1, 2 print(a)
local function g(a, a) return a end print(g(1, 2))
do local print = function(...) io.write("shadow ", ..., "\n") end print("x") end
print("outer")
