math.randomseed(99, 1)
local pieces = { "a", "b", "%", "é", "\xc3", "\xa9", "€", "\xe2\x82", "\xac", "😀", "\xff", " ", "x1" }
local patterns = { ".", "a", "[^a]", "a*", "", "\xc3", "(.)(.)", "[\x80-\xff]", "()", "%w+", "^.", "é?" }
local function text()
  local t = {}
  for i = 1, math.random(0, 8) do t[i] = pieces[math.random(#pieces)] end
  return table.concat(t)
end
local function hex(s) return (s:gsub(".", function(c) return ("%02x"):format(c:byte()) end)) end
local replacements = { "", "\xa9", "%0%0", "<%1>", "é", "\xc3", function(a) return a end, function(a) return "\xa9" end, function() end, { a = "\xc3", b = false, ["\xff"] = 7 } }
for _ = 1, 800 do
  local s, p, r = text(), patterns[math.random(#patterns)], replacements[math.random(#replacements)]
  local ok, result, n = pcall(string.gsub, s, p, r, math.random(0, 4) > 0 and math.random(1, 5) or nil)
  print(hex(s), hex(p), ok and hex(result) or result, n)
end
