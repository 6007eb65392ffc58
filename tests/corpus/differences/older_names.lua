-- Names of older versions of Lua, and of the runtime that programs come from, exist here beside those of 5.4.
print(unpack({ 1, 2, 3 }), table.getn({ 1, 2 }), table.maxn({ 1, 2, [7.5] = 3 }), math.mod(-7, 3))
for word in string.gfind("one two", "%a+") do io.write(word, ";") end
print(loadstring("return 1 + 1")())
print(math.pow(2, 10), math.log10(1000), math.ldexp(0.5, 4), math.frexp(8), math.cosh(0), math.sinh(0), math.tanh(0), math.atan2(0, 1))
local t = table.create(10, 2)
t[1] = "x"
print(#t, table.isfrozen(t), table.freeze(t) == t, table.isfrozen(t))
print(pcall(function() t[2] = "y" end))
print(pcall(function() t.name = "y" end))
print(pcall(table.insert, t, 1), t[1])
