local function count(n, acc) if n == 0 then return acc end return count(n - 1, acc + 1) end
print(count(100, 0))
local function a(n) if n == 0 then return "a" end return (function(m) return m end)(n) end
print(a(0), a(5))
local even, odd
function even(n) if n == 0 then return true end return odd(n - 1) end
function odd(n) if n == 0 then return false end return even(n - 1) end
print(even(150), odd(99))
local t = {} function t:go(n) if n == 0 then return self.name end return self:go(n - 1) end t.name = "t"
print(t:go(120))
local function va(...) if select("#", ...) > 3 then return ... end return va("x", ...) end
print(va())
