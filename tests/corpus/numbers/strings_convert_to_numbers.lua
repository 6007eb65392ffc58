print("10" + 5, "10" * "2", "3" - 1, "7" // 2, "7" % "4", "10" / 2, -"2", - "-3", -"0x10")
print("1e1" + 0, " 5 " + 0, "0x10" + 0, "5." + 0, ".5" + 0, "1e+2" + 0)
print(10 .. 20, 1.5 .. "", -1 .. "", 2^53 .. "|")
print(math.type("10" + 0), math.type("10.0" + 0), math.type("1e1" + 0))
for _, s in ipairs{"abc", "", " ", "1 2", "1e", "0x", "5a", "--5", "1_000", "inf", "nan", "1..2", "\0", "5\0"} do
  print(pcall(function() return s + 1 end))
end
print("10" == 10, "abc" < "abd", pcall(function() return "10" < 5 end))
