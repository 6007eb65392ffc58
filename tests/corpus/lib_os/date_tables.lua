local function show(t) print(t.year, t.month, t.day, t.hour, t.min, t.sec, t.wday, t.yday, t.isdst) end
for _, s in ipairs { 0, 1, 86399, 86400, 951782400, 951868800, 1582934400, 1700000000, 4102444800, -1, -86400, -2208988800, 253402300800, -62135596800, -62167219201 } do show(os.date("!*t", s)) print(os.date("!%a %d %b %Y %j %U %W %V %G %g %u %w %y %C", s)) end
local t = os.date("*t")
print(type(t.year), type(t.isdst))
print(os.date("!*t", 0.0).year, os.date("!*t", "86400").day)
print(os.date("!%H", 3600.0))
local n = 0 for k in pairs(os.date("!*t", 0)) do n = n + 1 end print(n)
print(os.date("!*t x", 0), os.date("*ttt", 0) == os.date("*ttt", 0))
