
print(debug.traceback()) --! LF106
local info = debug.getinfo(1) --! LF106
local d = debug
pcall(d.traceback, info) --! LF106
tostring(debug) --! LF106
