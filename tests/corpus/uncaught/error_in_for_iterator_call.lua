for i in 5 do print(i) end
