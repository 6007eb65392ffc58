for _, s in ipairs{"0", "-0", "10", " 10\n", "1e2", "1E+2", ".5", "5.", "0x1F", "0x.8", "-0x1p-1", "1e309", "- 1", "1 1", "", "e1", ".", "0x", "1e", "1f", "١"} do
  print(("%q"):format(s), tonumber(s), math.type(tonumber(s)))
end
print(tonumber("10", 2), tonumber("ff", 16), tonumber("FF", 16), tonumber("zz", 36), tonumber("-7", 8), tonumber("8", 8), tonumber(" 11 ", 2), tonumber("1.0", 10), tonumber("", 10))
print(tonumber("7fffffffffffffff", 16), tonumber("ffffffffffffffff", 16), tonumber("10000000000000000", 16))
print(tonumber(nil), tonumber({}), tonumber(true), tonumber(print))
print(pcall(tonumber))
print(pcall(tonumber, 10, 16))
print(pcall(tonumber, "10", 99))
print(pcall(tonumber, "10", 1))
