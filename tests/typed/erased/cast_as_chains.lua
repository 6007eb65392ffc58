local v = "x"
print(v as any as string, (v as any)! as string .. "y")
