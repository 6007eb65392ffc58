local p, u = string.pack, string.unpack
local function hex(s) return (s:gsub(".", function(c) return ("%02x"):format(c:byte()) end)) end
print(hex(p("z", "ab")), hex(p("s1", "ab")), hex(p(">s2", "ab")), hex(p("<s", "ab")), hex(p("c5", "ab")), hex(p("c0", "")))
print(hex(p("b x b", 1, 2)), hex(p("!4 b i4", 1, 2)), hex(p("!4 b Xi4 b", 1, 2)), hex(p("!8 b d", 1, 2)), hex(p("! b i8", 1, 2)))
print(hex(p("!2 b i4", 1, 2)), hex(p("b i4", 1, 2)), hex(p("<!4 b >i4 <i2", 1, 2, 3)), hex(p("!4 i1 !2 i4", 1, 2)))
print(u("z", "ab\0cd"), u("s1", "\2abc"), u("c3", "abcd"), u("!4 b i4", p("!4 b i4", 1, 2)))
print(u("z s1 c2", p("z s1 c2", "é", "ü", "xy")))
print(u("< i2 > i2 = i2", "\1\0\0\1\1\0"))
print(hex(p(" < i2 ", 1)), p("") == "", u("", ""), u("", "abc", 2))
