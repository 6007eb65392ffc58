-- entry: kind=function.lua modules=yaml,env reached=no
local yaml = require("yaml") --! LF413
local sql = require("sql") --! LF413
local home = env.get("HOME") --! LF413
print(text, yaml, sql) --! LF010
