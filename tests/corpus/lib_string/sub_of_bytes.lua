local s = "aéz\xff"
for i = 1, #s do
  for j = i, #s do
    local x = s:sub(i, j)
    io.write(i, " ", j, " ", #x, ":")
    for k = 1, #x do io.write(" ", x:byte(k)) end
    io.write("\n")
  end
end
print(s:sub(2, 2) .. s:sub(3, 3) == "é")
