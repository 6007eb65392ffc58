do goto x; local a; ::x:: end
do ::x:: end
do goto l1 do ::l1:: print("inner, skipped") end ::l1:: print("own l1") end
local function f() goto e do return "skipped" end ::e:: return "via label" end print(f())
do
  goto skip
  print("not printed")
  ::skip::
end
do local n = 0 ::l:: n = n + 1 do local n = n if n < 3 then goto l end end print(n) end
for i = 1, 2 do ::l:: do end end
print(load("goto nowhere"))
print(load("do ::a:: end goto a"))
print(load("::a:: ::a::"))
print(load("goto a; local x; ::a:: print(x)"))
print(load("break"))
print(load("repeat if true then goto c end local x ::c:: until x"))
print(load("for i=1,2 do goto a end do ::a:: end"))
print(load("local function f() goto a end ::a::"))
