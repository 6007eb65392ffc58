-- A library function where something else was meant is called by its name.
print(pcall(function() return type .. 1 end))
print(pcall(function() return type + 1 end))
print(pcall(function() return next.x end))
print(pcall(function() return #print end))
print(pcall(function() return math.floor + 1 end))
print(pcall(function() return -math.floor end))
