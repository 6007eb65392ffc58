function as(x) return x end
function interface(x) return x end
function fun(x) return x end
local a = as(1)
local b = interface "b"
local c = fun { 3 }
interface(1) fun(2) as(3)
print(a, b, c[1], as (as(4)), interface(fun(5)))
goto as
print("never")
::as::
