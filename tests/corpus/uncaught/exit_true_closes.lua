local x <close> = setmetatable({}, {__close = function() print("closed?") end})
print("exit")
os.exit(true)
