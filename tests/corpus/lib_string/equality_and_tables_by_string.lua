local t = {} t["a" .. "b"] = 1 t[("AB"):lower()] = t.ab + 1 t["\0"] = "zero" t[""] = "empty" t["é"] = "e"
print(t.ab, t["\0"], t[""], t["\xc3\xa9"], t[("x"):rep(0)], #t)
print("1" == 1, "a" == "a\0", "\u{e9}" == "é", "\65" == "A", 'a' == "a")
