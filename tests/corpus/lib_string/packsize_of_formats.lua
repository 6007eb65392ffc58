local z = string.packsize
for _, f in ipairs { "", "b", "i", "l", "j", "T", "f", "d", "n", "i3", "i16", "c10", "!4 b i4", "b i4", "!8 b d", "x x", "!4 b Xi4", "<i2>i2" } do print(f, z(f)) end
print(pcall(z, "s"))
print(pcall(z, "z"))
print(pcall(z, "i17"))
print(pcall(z, "c2147483647"))
print(pcall(z, "c2147483647c1"))
print(pcall(z, "c99999999999999"))
print(pcall(z, "y"))
print(pcall(z))
print(pcall(z, {}))
print(pcall(z, "Xy"))
print(pcall(z, "!X"))
