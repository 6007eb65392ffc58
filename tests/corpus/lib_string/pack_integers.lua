local p, u = string.pack, string.unpack
local function hex(s) return (s:gsub(".", function(c) return ("%02x"):format(c:byte()) end)) end
for _, f in ipairs { "b", "B", "h", "H", "i", "I", "l", "L", "j", "J", "T", "i1", "i3", "I5", "i7", "i8", "i9", "i16", "I16", "<i4", ">i4", "=i4", ">i3", "<i3", ">i16", "!4 i4" } do
  local s = p(f, 100)
  print(f, hex(s), u(f, s))
end
print(hex(p("<i4", -2)), hex(p(">i4", -2)), hex(p("<i3", -2)), hex(p(">i16", -2)), hex(p("<I16", -1)), hex(p("j", math.mininteger)))
print(u("b", "\xff"), u("B", "\xff"), u("<h", "\xfe\xff"), u("<H", "\xfe\xff"), u(">i3", "\xff\xff\xfe"), u("<i16", p("<i16", -5)))
print(u("<J", p("<J", -1)), u("<I8", p("<I8", math.mininteger)))
print(p("i4", "7") == p("i4", 7), p("i4", 7.0) == p("i4", 7))
