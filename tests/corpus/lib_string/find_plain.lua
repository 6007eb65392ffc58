local s = "a.b+c*d"
print(s:find(".", 1, true), s:find("+c", 1, true), s:find("*", 6, true), s:find("*", 7, true))
print(s:find("", 1, true), s:find("", 8, true), s:find("", 9, true), s:find("", -1, true))
print(s:find("b", -100, true), s:find("d", -1, true), s:find("c", -1, true))
print(("é\xff"):find("\xff", 1, true), ("é"):find("\xa9", 1, true), ("x"):find("é", 1, true))
print(s:find("x", 1, true), (""):find("", 1, true), (""):find("a", 1, true))
print(s:find(".", 1, false), s:find(".", 1, nil), s:find(".", 1, 0))
