local i = 0
repeat local done = i >= 2 i = i + 1 io.write(i, " ") until done
print()
repeat local x = 5 until x == 5
local n = 0
repeat local k = n n = n + 1 if k == 1 then goto next end io.write("k", k, " ") ::next:: until n > 3
print(n)
local fs = {}
repeat local j = #fs + 1 fs[j] = function() return j end until fs[j]() == 3
print(#fs, fs[1](), fs[2]())
repeat do break end until error("not reached")
repeat repeat local a = 1 until a == 1 local b = 2 until b == 2
print("ok")
repeat local t = {v = true} until t.v
local r = 0 repeat r = r + 1 if r == 2 then break end until false print(r)
