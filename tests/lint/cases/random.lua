
local r = math.random() --! LF102
math.randomseed(42) --! LF102
local pick = math.random --! LF102
local m = math
print(m.random(3), math.floor(1.5), pick(2), r) --! LF102
