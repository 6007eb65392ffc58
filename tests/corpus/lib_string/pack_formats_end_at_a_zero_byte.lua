print(pcall(string.pack, "\0")) print(pcall(string.pack, "i4\0zz", 1)) print(pcall(string.packsize, "b\0b")) print(pcall(string.unpack, "b\0b", "ab"))
