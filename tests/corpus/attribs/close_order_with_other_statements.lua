local out = {}
local function res(n) out[#out + 1] = "open" .. n return setmetatable({}, {__close = function() out[#out + 1] = "close" .. n end}) end
local function flush() print(table.concat(out, " ")) out = {} end
do local a <close> = res(1) out[#out + 1] = "x" local b <close> = res(2) out[#out + 1] = "y" end flush()
local function f() local a <close> = res(1) return (function() local b <close> = res(2) out[#out + 1] = "inner" return "r" end)() end print(f()) flush()
for i = 1, 3 do local a <close> = res(i) if i == 2 then break end end flush()
local function early(n) for i = 1, 5 do local a <close> = res(i) if i == n then return i end end end print(early(2)) flush()
do local a <close> = res("a") do local b <close> = res("b") end out[#out + 1] = "between" end flush()
local function args(...) out[#out + 1] = "called" return ... end
local function tail() local a <close> = res("t") return args("v") end print(tail()) flush()
