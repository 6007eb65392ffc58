local s = "naïve café 日本 😀"
print(#s, utf8.len(s), utf8.codepoint(s, 3), s:sub(utf8.offset(s, 3), utf8.offset(s, 4) - 1))
local t = {} for _, c in utf8.codes(s) do t[#t + 1] = ("%X"):format(c) end print(table.concat(t, " "))
for i = 1, utf8.len(s), 4 do io.write(s:sub(utf8.offset(s, i), (utf8.offset(s, i + 4) or #s + 1) - 1), "|") end print()
