print("hello", ...)
x = 5
function fib(n) if n < 2 then return n end return fib(n-1)+fib(n-2) end
print(fib(15), x, undefinedvar)
local co = coroutine.wrap(function() for i=1,3 do coroutine.yield(i) end end)
print(co(), co(), co())
print(load("return 1+x")())
local f = load("local a = ... ; coroutine.yield(a); return a*2")
local c = coroutine.create(f)
print(coroutine.resume(c, 4)) print(coroutine.resume(c)) print(coroutine.resume(c))
do local _ENV = {print=print}; y = 4; print(y, x) end
print(pcall(function() return undefinedfn() end))
print(("x"):rep(3), #arg, arg[0])
function string.foo(s) return s.."!" end
print(("abc"):foo())
_G.zz = 3 print(zz)
for k, v in pairs({10,20}) do print(k, v) end
print(pcall(load, "x="))
print(load("x="))
undefinedfn.x = 1
