local n = 1 ::again:: n = n + 1 if n < 4 then goto again end
print(n)
for i = 1, 3 do if i == 2 then goto continue end print(i) ::continue:: end
