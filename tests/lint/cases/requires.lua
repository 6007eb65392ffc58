-- entry: modules=time,logger
local name = "time"
local a = require(name) --! LF201
local r = require --! LF201
local b = require("ti" .. "me") --! LF201
local time = require("time")
time.sleep(1)
time.slep(2) --! LF012
require() --! LF201
print(a, b, r("time"))
local logger = require("logger")
logger:info("there", { is = "one" })
logger:with({ id = 1 }):warn("chained")
logger:inof("not there") --! LF012
