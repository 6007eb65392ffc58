local f = load("local a = 1\nlocal b = nil\nreturn a + b", "=chunk")
print(type(f))
f()
