;;; local a = 1; ; local b = 2;
do end
do ; end
if a then end
while false do end
for i = 1, 0 do end
for _ in pairs{} do end
repeat until true
local function f() end
local function g() return end
local function h() return; end
print(f(), g(), (f()), select("#", f()), select("#", g()), select("#", h()))
print(a, b);
(print)("parenthesised");
(function() print("iife") end)()
local t = {f = f,}; (t.f)();
print(#{1, 2; 3, [10] = 4; x = 5,});
