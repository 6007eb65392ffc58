local ok, e = pcall(error, "original")
print(ok, e)
error(e, 0)
