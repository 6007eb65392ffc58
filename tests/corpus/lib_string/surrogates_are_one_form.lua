local a, b = "\xc3", "\xa9"
print(a .. b == "é", #(a .. b), ("é"):sub(1, 1) == a, ("é"):sub(1, 1) .. ("é"):sub(2, 2) == "é")
local t = {}
t[a .. b] = 1
print(t["é"], table.concat { a, b } == "é", (a .. "x" .. b):gsub("x", "") == "é", (b .. a):reverse() == "é")
print(string.char(0xC3, 0xA9) == "é", ("%s%s"):format(a, b) == "é", (a .. "|" .. b):gsub("|", "") == "é")
print(("\xed\xa0\x80"):byte(1, -1))
print(#"\xed\xa0\x80", "\xed\xa0\x80" == "\u{D800}")
