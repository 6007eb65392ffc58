print(coroutine.running()==nil, coroutine.isyieldable(), select(2, coroutine.running()))
print(pcall(coroutine.yield, 1))
local env = {print=print}
local f = load("x = 1; print(x); return _ENV", "chunk", "t", env)
print(f() == env, env.x, x)
print(load("return ...", "n")(1,2,3))
local parts = {"return ", "1", "+2", nil}
local i = 0
print(load(function() i = i + 1 return parts[i] end)())
local function sandbox(_ENV) y = 10 return y end
local t = {} print(sandbox(t), t.y, y)
local a <const> = 5
do local _ENV = setmetatable({}, {__index = _G}) z = 3 print(z, _G.z) end
print(_VERSION, _G._G == _G)
_ENV.w = 4 print(w, rawget(_G, "w"))
local s = 0 for k, v in pairs(_G) do if k == "w" then s = v end end print(s)
print(getmetatable("").__index == string, ("x").len == string.len)
string.shout = function(s) return s:upper() .. "!" end
print(("hey"):shout(), #"abc")
local old = print
print = function(...) old("P:", ...) end
print("wrapped")
print = old

print(dofile("modules/m1.lua").hi())
print(pcall(dofile, "nofile.lua")) print(loadfile("nofile.lua")) print(loadfile("modules/bad.lua"))
print(pcall(load("error('in chunk', 1)", "=named")))
print(pcall(load("local t = nil; t.x = 1", "@file.lua")))
print(pcall(load("undefinedfunc()", "some code\nsecond line")))
goto done
do print("skipped") end
::done::
local co = coroutine.wrap(function(...) local x = load("return coroutine.yield(...)")(...) print("got", x) return "end" end)
print(co(1, 2)) print(co("back"))
for v in coroutine.wrap(function() for i = 1, 3 do load("coroutine.yield(...)")(i) end end) do io.write(v, " ") end print()
print(setmetatable({}, {__tostring = function() return "custom" end}))
print(math.type(1), math.type(1.0), 10 // 3, 2^53)
print(tostring(nil), tostring(1e15), 1e100, -0.0, 1/0, 0/0)
print(os.getenv("HOME") ~= nil, type(os.time()), type(os.clock()))
_G["dyn" .. "amic"] = 5 print(dynamic)
local mt = getmetatable("") 
mt.__index = function(s, k) return "idx" .. k end print(("x").foo) mt.__index = string
print(#arg, arg[0], ...)
print(next({}), type(next), rawlen({1,2}), rawequal("a", "a"))
print(string.format("%q", 1/3), select(-1, 1, 2, 3))
