print(utf8.char(72, 228, 8364, 128512), utf8.char(), #utf8.char(0), utf8.char(0x7F):byte(1, -1))
for _, c in ipairs { 0x7F, 0x80, 0x7FF, 0x800, 0xFFFF, 0x10000, 0x10FFFF, 0x1FFFFF, 0x200000, 0x3FFFFFF, 0x4000000, 0x7FFFFFFF, 0xD800, 0xDFFF } do
  local s = utf8.char(c)
  print(c, #s, s:byte(1, -1))
  print(utf8.codepoint(s, 1, 1, true) == c, pcall(utf8.codepoint, s))
end
print(utf8.codepoint("häß", 1, -1))
print(utf8.codepoint("abc"))
print(utf8.codepoint("abc", -1), utf8.codepoint("abc", 2, 3), utf8.codepoint("abc", 3, 2))
print(utf8.char(0xE9) == "é", utf8.char("65", 66.0))
