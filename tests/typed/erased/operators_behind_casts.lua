local x: any = 6
print(x as integer + 1, (x as integer) | 1, x! | 1, x! << 2, x as integer // 4, x as integer .. "!")
print(x as integer and "yes" or "no", x as integer == 6, x as integer ~= 6, (x as integer) < 7)
