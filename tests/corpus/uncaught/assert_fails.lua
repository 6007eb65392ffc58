local ok = assert(1 == 1, "fine")
print(ok)
assert(nil, "assertion message")
