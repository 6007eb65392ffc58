local n = os.tmpname() local f = io.open(n, "w") f:write("one\n\ntwo\r\nthree") f:close()
local i = 0 for line in io.lines(n) do i = i + 1 print(i, #line, (line:gsub("%c", "?"))) end
local out = {} for line in io.lines(n, "L") do out[#out + 1] = line:upper() end print(#table.concat(out)) os.remove(n)
