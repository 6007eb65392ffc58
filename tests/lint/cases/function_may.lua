-- entry: kind=function.lua
counter = (counter or 0) + 1
function helper() return os.time(), math.random(), os.getenv("HOME"), load("return 1") end
string.trim = function(s) return s:match("^%s*(.-)%s*$") end
_G.x = 1
return { main = function() return helper(), string.trim(" x "), debug.traceback(), undefined end } --! LF010
