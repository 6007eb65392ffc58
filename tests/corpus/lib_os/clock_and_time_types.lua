print(math.type(os.time()), math.type(os.clock()), os.time() > 1600000000, os.clock() >= 0, type(os.date()), #os.date("%Y") == 4)
local a = os.clock() for i = 1, 1000 do end print(os.clock() >= a)
