-- entry: modules=time

local now = os.time() --! LF101
local t = os.time --! LF101
local day = os.date("%Y") --! LF101
local utc = os.date("!%Y", 0)
local here = os.date("%Y", 0) --! LF101
local cpu = os.clock() --! LF101
local noon = os.time({ year = 2024, month = 2, day = 30 })
local one = os.time { year = 2024, month = 2, day = 30 }
local none = os.time(nil) --! LF101
local o = os
print(t(), o.time(), day, utc, here, cpu, noon, one, none, now) --! LF101
pcall(os.time) --! LF101
local recorded = time.now()
local make = os.time
print(make { year = 2024, month = 1, day = 1 }, recorded)
local r = require("os").time() --! LF101
local function shadow(os)
  return os.time()
end
print(os.difftime(1, 2), shadow, r, (os).time()) --! LF101
print(os:clock()) --! LF101
