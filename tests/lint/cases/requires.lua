-- entry: modules=time
local name = "time"
local a = require(name) --! LF201
local r = require --! LF201
local b = require("ti" .. "me") --! LF201
local time = require("time")
time.sleep(1)
time.slep(2) --! LF012
require() --! LF201
print(a, b, r("time"))
