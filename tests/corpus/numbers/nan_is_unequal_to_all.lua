local nan = 0/0
print(nan == nan, nan ~= nan, nan < nan, nan <= nan, nan > 1, nan < 1)
print(not (nan == nan), rawequal(nan, nan))
local t = {}
print(pcall(function() t[nan] = 1 end))
print(t[nan])
print(math.max(1, 2), math.min(2, 1))
print(nan == nan and "same" or "different")
local list = {nan, 1}
print(list[1] ~= list[1], list[2])
print(string.format("%.1f", math.huge), string.format("%d", 3.0))
print(tostring(-nan):gsub("-", ""))
