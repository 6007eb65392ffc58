print(("aZ09-é"):upper(), ("aZ09-É"):lower())
print(("ß\xffa"):upper() == "ß\xffA", ("İx"):lower() == "İx")
print(string.upper(12), string.lower(1e15))
print(pcall(string.upper))
print(pcall(string.lower, {}))
for i = 128, 255 do
  local c = string.char(i)
  assert(c:upper() == c and c:lower() == c)
end
