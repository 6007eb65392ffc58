print(pcall(function() return (5).x end)) print(pcall(function() local b = true return b.x end)) print(pcall(function() return print.x end)) print(pcall(function() local f = function() end f.x = 1 end)) print(pcall(function() local c = coroutine.create(print) return c.x end))
print(pcall(function() local n n.x = 1 end)) print(pcall(function() (5).x = 1 end)) print(pcall(function() local s = "s" s.x = 1 end)) print(pcall(function() ("s")[1] = 2 end))
print(pcall(function() return (5):double() end), pcall(function() return ("x").y.z end))
