local n = 0
local function inc() n = n + 1 end
local function get() return n end
inc() inc() print(n, get()) n = 10 inc() print(get())
local function outer() local x = 1 local function a() x = x * 2 return x end local function b() x = x + 1 return x end return a, b, function() return x end end
local a, b, c = outer() print(a(), b(), a(), c())
local function three() local v = "v" return function() return function() return function(x) if x then v = x end return v end end end end
local f = three()()() print(f(), f("w"), f())
do local hidden = {} function Reg(k, v) hidden[k] = v end function Look(k) return hidden[k] end end
Reg("a", 1) print(Look("a"), hidden) Reg, Look = nil, nil
local x = 1 local function readx() return x end local x = 2 print(readx(), x)
