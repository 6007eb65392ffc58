print("sub.init", ...)
