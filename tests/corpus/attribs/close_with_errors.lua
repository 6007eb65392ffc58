local function res(name) return setmetatable({}, {__close = function(_, e) print("close " .. name, e) end}) end
print(pcall(function() local a <close> = res("a") error("boom") end))
print(pcall(function() local a <close> = res("a") local b <close> = res("b") error("boom", 0) end))
print(pcall(function() local a <close> = res("a") error() end))
print(select("#", pcall(function() local a <close> = res("a") error(nil) end)))
local t = {} print(select(2, pcall(function() local a <close> = setmetatable({}, {__close = function(_, e) print(e == t) end}) error(t) end)) == t)
print(pcall(function() local a <close> = res("a") local x = nil + 1 end))
print(pcall(function() for i = 1, 3 do local a <close> = res("i" .. i) if i == 2 then error("in loop", 0) end end end))
local function inner() local a <close> = res("inner") error("deep", 0) end
print(pcall(function() local b <close> = res("outer") inner() end))
print(pcall(function() local a <close> = res("a") local ok, e = pcall(inner) print("caught", e) return "fine" end))
