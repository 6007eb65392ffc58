local s = ("añb\xff"):rep(200)
local sum = 0
for i = 1, #s do sum = sum + s:byte(i) * i end
print(#s, sum, #{s:byte(1, -1)})
