local f = string.format
print(f("%q", 'a "quoted" \\ line\nnext\ttab\0zero\r1\0012'))
print(f("%q", "é\xff\127\200x"))
print(f("%q %q %q %q", 1, -1, math.mininteger, math.maxinteger))
print(f("%q %q %q %q", 1.5, 0.1, 1e100, -0.0))
print(f("%q %q", 1 / 0, -1 / 0), f("%q", 0 / 0))
print(f("%q %q %q", nil, true, false))
print(f("%q", 2^53), f("%q", 1.0), load("return " .. f("%q", 0.1))() == 0.1)
print(pcall(f, "%q", {}), pcall(f, "%q", print))
print(pcall(f, "%5q", "x"), pcall(f, "%.3q", "x"), pcall(f, "%-q", "x"))
print(pcall(f, "%q"))
local s = {}
for i = 0, 255 do s[#s + 1] = string.char(i) end
s = table.concat(s)
print(f("%q", s) == f("%q", s), #f("%q", s), load("return " .. f("%q", s))() == s)
