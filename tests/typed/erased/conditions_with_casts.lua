local n: integer? = 0
while (n! as integer) < 3 do n = n! + 1 end
repeat local done: boolean = n! > 5 n = n! + 1 until done as boolean
if n as integer == 7 then print("seven") elseif n! then print(n) end
for i = 1 as integer, 3 :: integer, 1! do n = n! + i end
for k, v in pairs({ 1 } as {integer}) do print(k, v) end
print(n)
