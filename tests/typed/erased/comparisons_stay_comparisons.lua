local a, b, c = 1, 2, 3
print(a < b, (a as number) < b, a < b == (b > a))
