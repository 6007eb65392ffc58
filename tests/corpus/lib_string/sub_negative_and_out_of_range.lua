local s = "abcdef"
for _, r in ipairs { {1, 3}, {2, -2}, {-3, -1}, {0, 2}, {-100, 100}, {4, 3}, {7, 9}, {6, 6}, {-1, -1}, {-6, 1}, {-7, 1}, {3, -100} } do
  print(r[1], r[2], "[" .. s:sub(r[1], r[2]) .. "]")
end
print(s:sub(3), s:sub(-2), s:sub(0), s:sub(100) == "")
print(s:sub(math.mininteger, math.maxinteger), s:sub(math.maxinteger) == "", s:sub(math.mininteger))
print(s:sub(2.0, "3"), ("12345"):sub("2"))
print(string.sub(12345, 2, 3))
