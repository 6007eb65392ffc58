local a, b, c = ("x"):gsub("x", "y") print(a, b, c)
print((("x"):gsub("x", "y")), #{ ("x"):byte(1, -1) }, #{ ("xyz"):byte(1, -1) }, ({ ("k=v"):match("(%w)=(%w)") })[2])
local t = { ("a b"):find(" "), ("a b"):find(" ") } print(#t, t[1], t[2], t[3])
print(select("#", ("x"):find("y")), select("#", ("x"):match("y")), select("#", ("x"):byte(5)), select("#", ("x"):gsub("", "")))
