local log = {}
local t = setmetatable({present = 1}, {__index = function(self, k) log[#log + 1] = tostring(k) return k == "none" and nil or "computed " .. tostring(k) end})
print(t.present, t.x, t[1], t[true], t.none, t["a b"], t[1.5], rawget(t, "x"))
print(table.concat(log, ","))
local base = {a = 1, f = function(self) return self.name end}
local d = setmetatable({name = "d"}, {__index = base})
print(d.a, d:f(), d.zzz, rawget(d, "a")) base.a = 2 print(d.a) d.a = 3 print(d.a, base.a) d.a = nil print(d.a)
local multi = setmetatable({}, {__index = function() return 1, 2, 3 end}) print(multi.x, (multi.x), select("#", multi.x))
print(setmetatable({}, {__index = string}).format("%d", 5))
local s = setmetatable({}, {__index = "abc"}) print(s.len == string.len, s.upper == string.upper)
print(pcall(function() return setmetatable({}, {__index = 5}).x end))
print(pcall(function() return setmetatable({}, {__index = true}).field end))
