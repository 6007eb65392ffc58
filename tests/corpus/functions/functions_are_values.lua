local t = {add = function(a, b) return a + b end, [1] = function() return "one" end, nested = {f = function() return "nested" end}}
print(t.add(1, 2), t[1](), t.nested.f(), t["add"](3, 4))
local function compose(...) local fs = {...} return function(x) for i = #fs, 1, -1 do x = fs[i](x) end return x end end
print(compose(function(x) return x + 1 end, function(x) return x * 2 end)(5))
local function map(f, t) local r = {} for i, v in ipairs(t) do r[i] = f(v) end return r end
print(table.concat(map(string.upper, {"a", "b"}), ","), table.concat(map(function(x) return x * x end, {1, 2, 3}), ","))
local function curry(f, n) n = n or 2 local function go(args, left) if left == 0 then return f(table.unpack(args)) end return function(x) local c = {table.unpack(args)} c[#c + 1] = x return go(c, left - 1) end end return go({}, n) end
print(curry(function(a, b, c) return a .. b .. c end, 3)("x")("y")("z"))
local memo = setmetatable({}, {__mode = "k"}) local f = function() end memo[f] = "memo" print(memo[f])
local names = {} for k, v in pairs({math.floor, math.ceil}) do names[k] = v(1.5) end print(names[1], names[2])
print((true and print) == print, (nil or type)(1))
local _print = print local function print(...) _print("wrapped", ...) end print(1, nil)
