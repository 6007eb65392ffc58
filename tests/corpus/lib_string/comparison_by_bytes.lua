local words = { "b", "a", "Z", "é", "z", "\xff", "", "ab", "a\0", "a\0b", "～", "😀" }
table.sort(words)
for _, w in ipairs(words) do io.write(#w, ":", w:byte() or "-", " ") end print()
print("a" < "b", "a" < "a", "" < "a", "Z" < "a", "é" > "z", "\xff" > "😀", "～" < "😀", "a\0b" > "a")
print("a" <= "a", "é" <= "é", "b" >= "a")
