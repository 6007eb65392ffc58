local mt = getmetatable("")
print(type(mt), mt.__index == string, getmetatable("x") == mt, ("x").rep == string.rep)
print(pcall(setmetatable, "x", {}))
print(("x"):upper(), #"abc", ("a").b)
