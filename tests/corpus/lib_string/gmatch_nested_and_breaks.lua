local it = ("1 2 3 4"):gmatch("%d")
for d in it do if d == "2" then break end end
print(it())
for line in ("a b\nc d"):gmatch("[^\n]+") do
  for w in line:gmatch("%S+") do io.write(w, ".") end
  io.write("\n")
end
