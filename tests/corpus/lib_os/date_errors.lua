for _, f in ipairs { "%", "%E", "%Ez", "%O", "%Oq", "%Q", "%k", "%P", "%L", "%f", "abc%", "%d %", "%Ea", "%é", "%1", "%-d", "%_d", "%v", "%+", "%N" } do print(f, pcall(os.date, "!" .. f, 0)) end
print(pcall(os.date, {}))
print(pcall(os.date, "%d", "x"))
print(pcall(os.date, "%d", 1.5))
print(pcall(os.date, "!%d", {}))
print(pcall(os.date, "!%Y", math.maxinteger))
print(pcall(os.date, "!*t", 1 << 60))
print(pcall(os.date, "%Y", math.mininteger))
