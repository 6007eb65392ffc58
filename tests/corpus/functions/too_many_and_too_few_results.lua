local function r0() end local function r1() return 1 end local function r3() return 1, 2, 3 end
local a, b, c, d = r3() print(a, b, c, d)
a, b = r0() print(a, b)
a, b, c = r1(), r1() print(a, b, c)
a, b, c = r3(), 10 print(a, b, c)
local t = {r3(), r3(), x = r3(), r0(), r3()} print(t[1], t[2], t[3], t[4], t[5], t[6], t[7], t.x)
print(r0(), r0(), "x") print((r0())) print(r3(), (r3())) print(#{r0()}, #{r0(), r0()})
print(select("#", r0()), select("#", (r0())), select("#", r3(), r3()))
print(r1() + r3(), r3() .. "", r3() == 1, not r0(), -r3(), #{r3()})
if r0() then print("no") else print("no values are nil") end
for i = r3(), r3() do print(i) end
local s = {} s[r3()] = r3() print(s[1]) print(({r3()})[3], ({r3()})[4])
print(string.format("%s %s %s", r3()), math.max(r3()), tostring(r3()), (tostring(r1())))
print(pcall(tostring, r0()))
