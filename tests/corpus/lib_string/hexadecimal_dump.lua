local s = "Hello\0\255\n" .. ("é"):rep(5)
for at = 1, #s, 8 do
  local row = s:sub(at, at + 7)
  print(("%04x  %-24s%s"):format(at - 1, row:gsub(".", function(c) return ("%02x "):format(c:byte()) end), row:gsub("[^%g ]", ".")))
end
