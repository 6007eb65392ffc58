-- A `__call` in the metatable of strings has no effect: Python's strings are not callable. Other fields of it work.
local mt = getmetatable("")
mt.__call = function(s) return s .. " called" end
print(pcall(function() return ("f")() end))
mt.__mod = function(s, v) return s:format(v) end
print("%d items" % 5)
