for i = -6, 6 do print(i, ("abcab"):match("^a(.)", i), ("abcab"):match("b()", i), ("abcab"):find("c", i, true)) end
