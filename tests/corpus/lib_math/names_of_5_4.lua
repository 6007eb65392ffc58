local names = {}
for k, v in pairs(math) do names[#names + 1] = k .. ":" .. type(v) end
local wanted = { "abs", "acos", "asin", "atan", "ceil", "cos", "deg", "exp", "floor", "fmod", "huge", "log", "max", "maxinteger", "min", "mininteger", "modf", "pi", "rad", "random", "randomseed", "sin", "sqrt", "tan", "tointeger", "type", "ult" }
for _, n in ipairs(wanted) do assert(math[n] ~= nil, n) end
print(#wanted)
