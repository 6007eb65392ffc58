local function show(...) print(select("#", ...), ...) end
local texts = {"", "a", "hello", "häl\200o", "\0b\0", "x€y"}
local function try(f, ...) local r = table.pack(pcall(f, ...)) print(table.unpack(r, 1, r.n)) end
for n = 1, #texts do
  local s = texts[n]
  s = s .. ""
  for i = -3, 9 do
    local b = s:byte(i)
    local c = string.sub(s, i, i)
    local d = string.sub(s, i, i + 2)
    local e = s:sub(i)
    local f = s:sub(i, -2)
    local g = s:sub(i + 1, i + 1)
    print(#s, b, #c, #d, #e, #f, #g, c == d, (s:byte(i + 1)))
    print(pcall(function() return string.format("%02x", s:byte(i)) end))
    print(pcall(function() return string.format("<%d>", (s:byte(i))) end))
  end
end
for i = -2, 300, 7 do
  print(pcall(function() return #string.char(i), string.char(i):byte() end))
  print(tostring(i), tostring("x" .. i), math.abs(i), math.max(i, 3), math.min(i, 3), math.sqrt(i) ~= math.sqrt(i) or math.sqrt(i))
end
local nan, inf = 0/0, 1/0
local xs = {0.0, -0.0, 1.5, -2.5, inf, -inf, nan, 2^53, 2^70}
for i = 1, #xs do
  local x = xs[i] + 0.0
  for j = 1, #xs do
    local y = xs[j] * 1.0
    local a, b = math.max(x, y), math.min(x, y)
    print(a == a and a, b == b and b, math.max(x, j), math.max(j, x) == math.max(j, x))
  end
  local r = math.sqrt(x)
  print(math.abs(x) == math.abs(x) and math.abs(x), r == r and r, math.floor(x) == math.floor(x) and math.floor(x))
  print(string.format("%5.2f|%g|%e", x, x, x):gsub("-?nan", "nan"))
end
local calls = 0
local function f(v) calls = calls + 1; return v * 2 end
for i = 1, 4 do
  local a = i
  local function g() a = a + 10; return a + 0 end
  print(math.max(a, g()), math.min(g(), a), math.max(f(i), f(i + 1)), math.max(math.max(f(1), f(i)), math.min(f(3), math.max(f(2), f(i)))))
  print(math.sqrt(f(i)), math.abs(f(-i)), string.char(f(40 + i)), calls)
end
local forms = {"a", "ä", "\200", "a\0b"}
for i = 1, 4 do
  local s = forms[i] .. ""
  print(pcall(function() return #string.format("%5s|%-6s|%s", s, s, s) end))
  print(pcall(function() return string.format("%s %d", s, i) end))
  print(pcall(function() return string.format("%5.1f %d", i, i + 0.0) end))
  print(pcall(function() return string.format("%d", i + 0.5) end))
  print(pcall(function() return string.format("%d %s", s, i) end))
  print(pcall(function() return ("%d %s"):format(s, i) end))
  print(pcall(function() return ("%d %s"):format(i, s) end))
  print(pcall(function() return string.format("%x %X %o", i, -i, i) end))
  print(pcall(function() return string.format("%x %q", i, s) end))
  print(pcall(function() return string.format("%i%%%c", i, 64 + i) end))
  print(pcall(function() return string.format("%s", i % 2 == 0) end))
  print(pcall(function() return string.format("%s %s", i) end))
  print(pcall(function() return string.format("%s %s", s:byte(9)) end))
  print(pcall(function() return string.format("%s %s", i, 2, 3) end))
  print(pcall(function() return string.format("%y", i) end))
  print(pcall(function() return string.format("%.3d|%5d|%-5d|%05d|%+d|% d|%#x", i, i, i, i, i, i, i) end))
end
print(calls)
local long = ("x"):rep(120)
for i = 1, 2 do print(#string.format("%99s", long), string.format("%-5s|", "é"), #string.format("%3s", "\200")) end
local function g(self) local n = 0; for i = 1, #self.text do if self.text:sub(i, i) == "l" then n = n + self.text:byte(i) end end return n end
print(g{text = "hello world"}, g{text = "läl"})
local object = {text = "häy", position = 0}
for i = -4, 6 do
  object.position = i
  local o = object
  print(o.text:byte(o.position), #o.text:sub(o.position, o.position), (o.text:byte(o.position + 1)), #o.text)
  print(pcall(function() return string.format("%d", o.text:byte(o.position)) end))
end
local function at(s, where)
  for i = 1, 2 do
    local found = string.find(s, where, 1, true)
    print(pcall(function() return (s:sub(found, found)) end))
    print(pcall(function() return s:byte(found) end))
  end
end
at("abc", "b")
at("abc", "x")
at("\200bc", "b")
