local t = {["été"] = 1, ["a b"] = 2, ["1x"] = 3, [""] = 4, ["a-b"] = 5, ["\0"] = 6, ["\n"] = 7, ["__index"] = 8, ["x_"] = 9, ["_"] = 10, ["__"] = 11}
print(t["été"], t["a b"], t["1x"], t[""], t["a-b"], t["\0"], t["\n"], t.__index, t.x_, t._, t.__)
local keys = {}
for k in pairs(t) do keys[#keys + 1] = k end
table.sort(keys)
for i, k in ipairs(keys) do print(i, ("%q"):format(k), t[k]) end
t[""] = nil print(t[""], rawget(t, "_"))
t["x_"], t["x__"] = "one", "two" print(t.x_, t.x__)
local s = setmetatable({}, {__index = function(_, k) return "<" .. k .. ">" end})
print(s.foo, s["été"], s[""], s.__name, s.class)
