
counter = counter + 1 --! LF107
function helper() end --! LF107
helper()
string.trim = function(s) return s end --! LF107
function string.pad(s) return s end --! LF107
local s = string
s.other = 1 --! LF107
_G.x = 1 --! LF107
_G["y"] = 2 --! LF107
rawset(_G, "z", 3) --! LF107
setmetatable(_G, {}) --! LF107
package.loaded.x = 1 --! LF107
local t = {}
t.x, t[1] = 1, 2
rawset(t, 1, 2)
local function inner() t.y = 1 other = 2 end --! LF107
inner()
