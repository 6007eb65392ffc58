for i = 1, 5 do
  if i % 2 == 0 then goto continue end
  io.write(i, " ")
  ::continue::
end
print()
local n = 0
while n < 5 do n = n + 1 if n == 3 then goto continue end io.write(n, " ") ::continue:: end print()
n = 0
repeat n = n + 1 if n == 2 then goto continue end io.write(n, " ") ::continue:: until n >= 4 print()
for k, v in ipairs{"a", "b", "c"} do if v == "b" then goto next end io.write(k, v, " ") ::next:: end print()
for i = 1, 3 do for j = 1, 3 do if j == 2 then goto continue end io.write(i, j, " ") ::continue:: end end print()
for i = 1, 3 do for j = 1, 3 do if j == 2 then goto outer end io.write(i, j, " ") end ::outer:: end print()
for i = 1, 3 do local x = i * 2 if x == 4 then goto continue end local f = function() return x end io.write(f(), " ") ::continue:: end print()
