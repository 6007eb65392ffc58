for i = 1, 3 do
  for j = 1, 3 do if j == 2 then break end io.write(i, j, " ") end
  while true do if i == 2 then break end io.write("w", i, " ") break end
end
print()
for i = 1, 3 do
  if i == 2 then do break end end
  io.write(i, " ")
end
print()
local n = 0
while true do n = n + 1 repeat if n > 2 then break end n = n + 1 until false if n > 4 then break end end
print(n)
local function f() for i = 1, 10 do for j = 1, 10 do if i * j == 42 then return i, j end end end end
print(f())
for i = 1, 2 do local g = function() for j = 1, 5 do if j == i then break end io.write(j, ".") end end g() end
print()
