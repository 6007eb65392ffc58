local function f(n) return 1 + f(n+1) end
print(pcall(f, 1))
local function g(n) if n == 0 then return 0 end return 1 + g(n-1) end
print(g(150000))
function h(n) if n == 0 then return 0 end return 1 + h(n-1) end
print(h(150000))
local function t(n) if n == 0 then return "done" end return t(n-1) end
print(t(100000))
local mt = {}
mt.__index = function(t, k) return t[k + 1] end
local ok, message = pcall(function() return setmetatable({}, mt)[1] end)
print(ok, message:match("stack overflow"))
local function p(n) if n == 0 then return 0 end local ok, v = pcall(p, n - 1) return v + 1 end
print(p(150))
local co = coroutine.wrap(function()
  local function g(n) if n == 0 then coroutine.yield(1) return 0 end return 1 + g(n - 1) end
  print(g(15000))
end)
co() co()
