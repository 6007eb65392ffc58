local a = {b = {c = {}}}
function a.f(x) return "a.f", x end
function a.b.g(x) return "a.b.g", x end
function a.b.c:m(x) return "m", self == a.b.c, x end
print(a.f(1)) print(a.b.g(2)) print(a.b.c:m(3)) print(a.b.c.m(a.b.c, 4))
local function rec(n) if n == 0 then return "done" end return rec(n - 1) end
print(rec(50))
local fact = function(n) return n end
local function fact2(n) return n <= 1 and 1 or n * fact2(n - 1) end
print(fact(5), fact2(10))
function Global(x) return "global " .. x end
print(Global("fn"), _G.Global == Global)
Global = nil
local even, odd
function even(n) if n == 0 then return true end return odd(n - 1) end
function odd(n) if n == 0 then return false end return even(n - 1) end
print(even(10), odd(7), even(7))
