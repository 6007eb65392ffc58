math.randomseed(42)
for i = 1, 5 do print(math.random(1, 100), math.random(10), ("%.14f"):format(math.random()), math.random(0)) end
for i = 1, 5 do print(math.random(-5, 5), math.random(1, 2), math.random(7, 7), math.random(1 << 40), math.random(math.mininteger, math.maxinteger)) end
