print(3.0 & 1, 2^31 | 0, 1.0 << 2, ~2.0, 7.0 ~ 2)
for _, s in ipairs{"3", "0xff", "2.0", "x", ""} do print(pcall(function() return s & 1 end)) print(pcall(function() return 1 | s end)) print(pcall(function() return ~s end)) end
print(pcall(function() return "3" & 1 end))
print(pcall(function() return 1 << "2" end))
for _, f in ipairs{1.5, 2^63, -2^64, 0/0, math.huge} do
  print(pcall(function() return f & 1 end))
end
print(pcall(function() return 1 | "a" end))
print(pcall(function() return "1.5" | 1 end))
print(pcall(function() return {} & 1 end))
print(pcall(function() return 1 << nil end))
print(pcall(function() return ~{} end))
print(pcall(function() local x = "a" return ~x end))
print(-2^63 | 0, -2^63 & -1)
