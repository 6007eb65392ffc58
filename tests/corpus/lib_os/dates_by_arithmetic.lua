local t = os.time { year = 2024, month = 2, day = 28, hour = 12 }
for d = 0, 3 do print(os.date("%Y-%m-%d %a %j", t + d * 86400)) end
local function days(y, m) return os.date("*t", os.time { year = y, month = m + 1, day = 0 }).day end
for m = 1, 12 do io.write(days(2023, m), "/", days(2024, m), " ") end print()
print(os.difftime(os.time { year = 2024, month = 3, day = 1 }, os.time { year = 2024, month = 2, day = 1 }) / 86400)
