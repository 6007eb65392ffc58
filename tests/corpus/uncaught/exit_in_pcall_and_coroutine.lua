pcall(function() coroutine.wrap(function() print("inside") os.exit(7) end)() end)
print("never")
