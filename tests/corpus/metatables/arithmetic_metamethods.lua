local mt = {}
local function show(v) return type(v) == "table" and "T" or tostring(v) end
for _, n in ipairs{"add", "sub", "mul", "div", "mod", "pow", "unm", "idiv", "band", "bor", "bxor", "shl", "shr", "bnot", "concat"} do
  mt["__" .. n] = function(a, b) return n .. "(" .. show(a) .. "," .. show(b) .. ")" end
end
local t = setmetatable({}, mt)
print(t + 1, 1 + t, t + t, t - 1, 1 - t, t * 2, 2 * t, t / 2, 2 / t)
print(t % 2, 2 % t, t ^ 2, 2 ^ t, t // 2, 2 // t, -t)
print(t & 1, 1 & t, t | 1, 1 | t, t ~ 1, 1 ~ t, t << 1, 1 << t, t >> 1, 1 >> t, ~t)
print(t .. "x", "x" .. t, t .. t, 1 .. t, t .. 1)
print(t + "s", "s" + t, t + nil, nil + t, t + {}, {} + t, t + true, t & 1.5, 1.5 & t, t & "s")
print(pcall(function() return {} + 1 end))
