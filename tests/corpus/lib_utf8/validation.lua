for _, s in ipairs { "ok", "é", "\xc3", "\xe2\x82\xac", "\xe2\x82", "a\xffb", "\xf0\x9f\x98\x80", "\xed\xa0\x80", "\xc0\xaf" } do print(utf8.len(s)) end
print(utf8.len("\xed\xa0\x80", 1, -1, true), utf8.char(utf8.codepoint("aé€😀", 1, -1)) == "aé€😀")
