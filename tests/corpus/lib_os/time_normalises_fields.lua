local function show(t) local n = os.time(t) print(t.year, t.month, t.day, t.hour, t.min, t.sec, t.wday, t.yday, t.isdst, os.date("%Y-%m-%d %H:%M:%S", n)) end
show { year = 2024, month = 14, day = 35, hour = 25, min = 61, sec = 61 } show { year = 2024, month = 0, day = 0 } show { year = 2023, month = 2, day = 29 } show { year = 2024, month = 2, day = 30, hour = 0 } show { year = 2000, month = 1, day = 1, hour = -1 } show { year = 2024, month = 12, day = 31, hour = 23, min = 59, sec = 60 } show { year = 2024, month = -11, day = 1 } show { year = 2024, month = 1, day = 366 } show { year = "2024", month = "3", day = 1.0 } show { year = 1970, month = 1, day = 1, hour = 0 }
print(os.time { year = 2024, month = 1, day = 1, hour = 12 } == os.time { year = 2024, month = 1, day = 1 })
local t = { year = 2024, month = 1, day = 1 } local a = os.time(t)
print(a == os.time(os.date("*t", a)), t.hour, math.type(a))
print(os.time(setmetatable({}, { __index = { year = 2020, month = 5, day = 5 } })) == os.time { year = 2020, month = 5, day = 5 })
