package.path = "./modules/?.lua;./modules/?/init.lua"
package.cpath = "./?.so"
local m, extra = require("m1")
print(m.hi(), extra, g_from_m1)
print(require("m1") == m, select("#", require("m1")))
print(require("sub"), require "sub.two".n)
print(pcall(require, "bad"))
print(pcall(require, "boom"))
print(require("nilm"), package.loaded.nilm)
print(require("falsem"), package.loaded.falsem, require("falsem"))
package.preload.pre = function(...) print("preload", ...) return "PRE" end
print(require("pre"))
print(package.searchpath("m1", package.path), package.searchpath("no.such", "./?.x;?.y"))
print(package.config)
print(type(package.searchers), #package.searchers, type(package.preload), type(package.cpath))
table.insert(package.searchers, 2, function(n) if n == "magic" then return function(...) return {...} end, "xtra" end return "\n\tno magic" end)
local mg, e = require("magic") print(mg[1], mg[2], e)
print(package.loaded._G == _G, package.loaded.string == string)
package.loaded.m1 = nil
print(require("m1") ~= m)
print(pcall(require)) print(pcall(require, {}))
print(package.loadlib("x", "y"))
