local function encode(s) return (s:gsub("[^%w%-_%.~]", function(c) return ("%%%02X"):format(c:byte()) end)) end
local function decode(s) return (s:gsub("+", " "):gsub("%%(%x%x)", function(h) return string.char(tonumber(h, 16)) end)) end
for _, s in ipairs { "hello world", "a&b=c/d?e", "üñ€😀", "100%", "\0\xff" } do
  print(encode(s), decode(encode(s)) == s)
end
print(decode("a+b%20c%C3%A9"), decode("%zz%4"))
