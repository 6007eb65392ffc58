local f = load("error('from loaded')")
f()
