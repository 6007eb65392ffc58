print(("hello"):match("()ll()"), ("aéb"):match("()b()"), ("x"):find("()"), ("x"):gsub("()", "%1"))
for a, b in ("one two"):gmatch("()%a+()") do io.write(a, "-", b, " ") end print()
print(("abc"):gsub("()b()", function(x, y) return math.type(x) .. x .. y end))
print(math.type((("abc"):match("()c"))))
