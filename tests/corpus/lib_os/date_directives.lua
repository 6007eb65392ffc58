local t = 1700000000
for c in ("aAbBcCdDeFgGhHIjmMnprRStTuUVwWxXyYZ%"):gmatch(".") do print(c, os.date("!%" .. c, t)) end
for _, d in ipairs { "%Ec", "%EC", "%Ex", "%EX", "%Ey", "%EY", "%Od", "%Oe", "%OH", "%OI", "%Om", "%OM", "%OS", "%Ou", "%OU", "%OV", "%Ow", "%OW", "%Oy" } do print(d, os.date("!" .. d, t)) end
print(os.date("!%Y-%m-%d %H:%M:%S", 0), os.date("!%c", 0), os.date("!%x %X %p", 1e9 // 1 | 0), os.date("!plain"), os.date("!", 0), os.date("!100%%", 0))
print(os.date("!%z", t))
