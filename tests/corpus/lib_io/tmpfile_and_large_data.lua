local f = io.tmpfile() for i = 1, 2000 do f:write("line ", i, "\n") end f:seek("set") local n, sum = 0, 0 for l in f:lines() do n = n + 1 sum = sum + tonumber(l:match("%d+")) end print(n, sum) f:seek("set")
print(#f:read("a"), f:read("a"), f:read(1)) f:seek("set", 5)
print(#f:read(100), f:read("L")) f:close()
