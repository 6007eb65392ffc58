local f = string.format
for _, d in ipairs { "%d", "%i", "%5d", "%-5d|", "%05d", "%+d", "% d", "%.3d", "%8.3d", "%-8.3d|", "%+.3d", "%x", "%X", "%#x", "%#X", "%o", "%#o", "%08x", "%-8x|", "%.4x", "%#.4x", "%#10x", "%.0d", "%5.0d", "%+05d", "% 05d", "%-+5d|" } do
  print(d, f(d, 42), f(d, -42), f(d, 0))
end
print(f("%d", 3.0), f("%d", "10"), f("%d", "0x10"), f("%x", -1), f("%d", math.mininteger), f("%x", math.mininteger))
print(f("%u", 42), f("%5u", 3))
