local n = os.tmpname() for i = 1, 3 do local f = io.open(n, "a") f:write(i, "\n") f:close() end
for l in io.lines(n) do io.write(l, " ") end print()
local f = io.open(n, "r+") f:seek("end", -2) f:write("X") f:close() print((io.open(n):read("a"):gsub("\n", "|")))
io.open(n, "w"):close() print(#io.open(n):read("a")) os.remove(n)
