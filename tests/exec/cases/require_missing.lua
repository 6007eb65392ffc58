package.path = "./?.lua;./x/?.lua"
package.cpath = "./?.so"
print(pcall(require, "no.such"))
require("no.such")
