print(pcall(os.exit, "x"))
print(pcall(os.exit, {}))
print(pcall(os.exit, 1.5)) os.exit(256 + 4)
