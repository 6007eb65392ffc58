local p, u = string.pack, string.unpack
local function hex(s) return (s:gsub(".", function(c) return ("%02x"):format(c:byte()) end)) end
for _, x in ipairs { 0, -0.0, 1, 1.5, -2.25, 0.1, 1e300, 1e-310, 1 / 0, -1 / 0 } do
  print(hex(p("<d", x)), hex(p(">d", x)), hex(p("<f", x)), hex(p("<n", x)), u("<f", p("<f", x)), u("d", p("d", x)))
end
local n = u("d", p("d", 0 / 0)) print(n ~= n)
print(p("d", "1.5") == p("d", 1.5), math.type((u("d", p("d", 1)))), u("f", p("f", 16777217)))
