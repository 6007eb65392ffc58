
local f = load("return 1") --! LF105
local g = loadstring --! LF105
dofile("x.lua") --! LF105
print(loadfile("x"), f, g) --! LF105
local load = function() end
load("now it is ours")
local text = string.dump(f) --! LF105
local again = ("x").dump
print(text, again)
