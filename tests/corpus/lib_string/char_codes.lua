print(string.char(72, 101, 108, 108, 111))
print(#string.char(), string.char() == "")
print(string.char(195, 169), string.char(195, 169) == "é", #string.char(195, 169))
print(string.char("65", 66.0))
local all = {}
for i = 0, 255 do all[#all + 1] = string.char(i) end
local s = table.concat(all)
print(#s, s:byte(1), s:byte(256), s:byte(129))
