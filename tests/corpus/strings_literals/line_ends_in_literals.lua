local s = "a\
b\
c"
print(s, #s)
local r = load("return 'x\\\r\ny'")
print(r and #r(), r and r():byte(1, -1))
local l = load("return [[\r\nx\r\ny\n\rz]]")
print(#l(), l():byte(1, -1))
print(#"\r\n", ("\r\n"):byte(1, -1))
print(load("return 'a\nb'"))
print(load("return 'a"))
print(load("return [[a"))
print(load("--[[ x"))
print(load("a = 1\rb = 2\r\r\nx y", "=cr")) print(load("a = 1\n\rb = 2\r\n\rx y", "=mixed"))
print(#load("return [[\ra\rb\n\rc\r\nd]]")(), load("return 'a\\\rb'")() == "a\nb", load("return 'a\rb'", "=cr"))
