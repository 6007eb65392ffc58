local fs: {() -> integer} = {}
for i = 1, 3 do fs[i] = function(): integer return i as integer end end
print(fs[1](), fs[2](), fs[3]())
