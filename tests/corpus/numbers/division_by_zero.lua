print(1 / 0, -1 / 0, 0 / 0 ~= 0 / 0, 1 / -0.0, 1.0 / 0)
print(1 // 0.0, -1 // 0.0, 1 % math.huge, -1 % math.huge, 1 % -math.huge, -1 % -math.huge)
print(pcall(function() return 1 // 0 end))
print(pcall(function() return 1 % 0 end))
local zero, one = 0, 1
print(pcall(function() return one // zero end))
print(pcall(function() return one % zero end))
local z = 0.0
print(one // z, (one % z) ~= (one % z))
print(5 % math.huge, 5.0 // math.huge, -5.0 // math.huge)
print(math.huge // 1, -math.huge // 1, math.huge % 2 ~= math.huge % 2)
