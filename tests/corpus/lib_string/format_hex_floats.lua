local f = string.format
for _, x in ipairs { 1, 0.5, 3.14, -2, 0, -0.0, 1e300, 2^-1074, 255.5, 1 / 3 } do
  print(f("%a", x), f("%A", x), f("%.1a", x), f("%.3a", x), f("%.0a", x), f("%+a", x), f("%20a|%-20a|%020a", x, x, x))
end
print(f("%a", 1 / 0), f("%A", -1 / 0), f("%#.0a", 1))
