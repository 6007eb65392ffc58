local print, setmetatable, pcall, tostring, G = print, setmetatable, pcall, tostring, _G
do local _ENV = {x = 1} print(x, y) y = 2 print(_ENV.y, y) x = x + 1 print(x) function f() return x end print(f()) print(_ENV.f == f) end
print(G.y, G.f, G.x)
local function sandbox(_ENV) a = 10 b = a * 2 return b, _ENV end local r, env = sandbox({}) print(r, env.a, env.b, G.a)
local _ENV = setmetatable({own = 1}, {__index = G}) print(own, type(own), math.max(1, 2)) own = 2 print(own) new = 3 print(G.new, new, _ENV.new)
local function inner() return own, _ENV ~= G end print(inner()) do local _ENV = {print = print} print(own, _ENV.own) end
print(pcall(function() local _ENV = nil return x end)) print(pcall(function() local _ENV = nil x = 1 end)) print(pcall(function() local _ENV = 5 return x end))
local e2 = {v = "e2"} do local _ENV <const> = e2 print = G.print print(v) w = "w" end print(e2.w)
