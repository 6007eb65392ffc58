local n = 42
print(pcall(function() return n:rep(2) end))
print(pcall(function() return (3.5):len() end))
print(pcall(function() return (10):format() end))
print(pcall(function() local b = true; return b:len() end))
print(pcall(function() local b; return b:len() end))
print(pcall(function() local t = {}; return t:len() end))
print(pcall(function() local t = { len = 1 }; return t:len() end))
