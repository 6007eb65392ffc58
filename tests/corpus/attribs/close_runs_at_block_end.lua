local function res(name) return setmetatable({name = name}, {__close = function(self, e) print("close", self.name, e) end}) end
do local a <close> = res("a") print("in block") end
do local a <close> = res("a") local b <close> = res("b") local c <close> = res("c") print("three") end
for i = 1, 2 do local r <close> = res("loop" .. i) print("body", i) end
local function f() local r <close> = res("in f") return "result", 2 end print(f())
local function g() local r <close> = res("in g") local x = "value" return x .. "!" end print(g())
while true do local r <close> = res("while") break end
repeat local r <close> = res("repeat") until true
do local n <close> = nil local x <close> = false print("nil and false are fine") end
if true then local r <close> = res("if") end
print("end")
