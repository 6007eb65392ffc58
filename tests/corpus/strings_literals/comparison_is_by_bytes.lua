local words = {"b", "a", "B", "", "ab", "a\0", "aa", "Z", "é", "\xff", "~", "10", "9"}
table.sort(words)
for i, w in ipairs(words) do print(i, (w:gsub("[^%g]", function(c) return ("\\%d"):format(c:byte()) end))) end
print("a" < "b", "a" < "B", "" < "a", "a" <= "a", "10" < "9", "a\0b" > "a")
print("abc" == "abc", "abc" ~= "abd", "1" == 1, not ("1" == 1))
