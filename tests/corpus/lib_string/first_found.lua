-- Searches in loops of which only the first value is taken: everything about the subject, the pattern and the beginning.
local subjects = {"", "hello world", "a.b.c", "häl\200o", "key = value", "12ab34", "\0x\0"}
for _, given in ipairs(subjects) do
  local s = given .. ""
  for i = -3, #s + 3 do
    local a, b, c, d = (s:find("l")), (s:find("[lo]", i)), (string.find(s, "^%a", i)), (s:find("", i))
    print(i, a, b, c, d, (s:find("()", i)), (s:find(".", i)), (s:find("%.", i)), (s:find("(%d)(%a)", i)))
    print((s:match("%d+", i)), (string.match(s, "(%w)(%w)", i)), (s:match("()%w", i)), (s:match("^", i)), (s:match("%f[%w]%w+", i)), (s:match("(%w)%1", i)))
  end
  for i = 1, 2 do
    print(pcall(function() return (s:find("[a")) end))
    print(pcall(function() return (s:match("%")) end))
    print(pcall(function() return (s:match("(a")) end))
    print(pcall(function() return (s:find("ä")), (s:match("[\128-\255]+")) ~= nil end))
  end
end
for _, odd in ipairs {12, 3.5, {}, true} do
  print(pcall(function() return (string.find(odd, "2")) end))
  print(pcall(function() return (string.match("a12", "%d", odd)) end))
end
