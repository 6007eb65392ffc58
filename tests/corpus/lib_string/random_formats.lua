math.randomseed(31)
local flags, convs = { "", "-", "+", " ", "0", "#", "-+", "0+" }, { "d", "i", "x", "X", "o", "f", "e", "g", "G", "a", "s", "c", "q", "u" }
local values = { 0, 1, -1, 42, -273, 255, 65, 3.5, -0.25, 1e20, 1e-7, 2^53, 2^63, "7", "0x1F", "text", "é", true, math.mininteger, math.maxinteger, 1 / 0 }
for _ = 1, 1500 do
  local form = "%" .. flags[math.random(#flags)] .. (math.random(3) == 1 and math.random(0, 20) or "") .. (math.random(3) == 1 and "." .. math.random(0, 8) or "") .. convs[math.random(#convs)]
  local v = values[math.random(#values)]
  print(form, v, pcall(string.format, form, v))
end
for _ = 1, 300 do
  local a, b = math.random(-1000, 1000), math.random(-1000, 1000) / 16
  print(("%d|%5d|%-6d|%05d|%s"):format(a, a, a, a, b), ("%.2f %8.3f %g %s"):format(b, b, b, a), ("%s%%%s"):format(a, "x"), ("%3d%s"):format(a, ("é"):rep(a % 3)))
end
