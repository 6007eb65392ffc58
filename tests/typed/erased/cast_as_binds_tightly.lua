local x, a, b = 3, 4, 5
print(-x as number, 2 ^ x as number, a + b as integer * 2, #{ 1, 2 } as integer, not x as boolean)
print("a" .. "b" as string .. "c", -x as number ^ 2)
