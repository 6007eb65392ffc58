local function bad(name) return setmetatable({}, {__close = function(_, e) print("close " .. name, e) error("from " .. name, 0) end}) end
local function good(name) return setmetatable({}, {__close = function(_, e) print("close " .. name, e) end}) end
print(pcall(function() local a <close> = bad("a") end))
print(pcall(function() local a <close> = bad("a") return 1 end))
print(pcall(function() local a <close> = bad("a") error("body", 0) end))
print(pcall(function() local g <close> = good("g") local a <close> = bad("a") local b <close> = bad("b") local h <close> = good("h") error("body", 0) end))
print(pcall(function() for i = 1, 2 do local a <close> = bad("i" .. i) end end))
print(pcall(function() local a <close> = good("outer") do local b <close> = bad("b") end print("not reached") end))
print(pcall(function() local a <close> = good("a") local ok, e = pcall(function() local b <close> = bad("b") end) print("inner", ok, e) return "done" end))
