print(type(nil), type(true), type(1), type(1.5), type("x"), type({}), type(print), type(function() end), type(coroutine.create(print)), type(io.stdout))
print(pcall(type))
