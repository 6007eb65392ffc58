local y, m, d, h, mi, s = ("2024-03-09T08:07:06Z"):match("^(%d%d%d%d)-(%d%d)-(%d%d)T(%d%d):(%d%d):(%d%d)Z$")
print(y, m, d, h, mi, s, tonumber(m) + 1)
print(("9/3/2024"):gsub("(%d+)/(%d+)/(%d+)", "%3-%1-%2"), ("x"):match("^%d+$"), ("12:30"):match("(%d+):(%d+)"))
