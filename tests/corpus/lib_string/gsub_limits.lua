for _, n in ipairs { -1, 0, 1, 2, 3, 100 } do print(n, ("a a a"):gsub("a", "b", n)) end
print(("aaa"):gsub("", "-", 2), ("aaa"):gsub("a*", "-", 1))
print(("abc"):gsub(".", "x", "2"), ("abc"):gsub(".", "x", 2.0), ("abc"):gsub(".", "x", nil))
print(pcall(string.gsub, "abc", ".", "x", {}))
print(pcall(string.gsub, "abc", ".", "x", 1.5))
