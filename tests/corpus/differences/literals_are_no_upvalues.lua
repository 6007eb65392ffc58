-- Functions and literals at the top of a file stand at module level where they need no state: functions that use them capture
-- nothing, so that `debug.getupvalue` and its kin find nothing. Nor is the global table ever captured.
local factor, offset = 5, 2
local function scale(n) return n * factor + offset end
print(scale(3), debug.getupvalue(scale, 1))
print(debug.setupvalue(scale, 1, 7), scale(3))
