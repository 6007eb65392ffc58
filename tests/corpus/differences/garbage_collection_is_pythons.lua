-- `collectgarbage` answers constants, `__gc` is never called, weak tables keep what they hold.
print(collectgarbage("count"), collectgarbage("generational"), collectgarbage("incremental"))
local weak = setmetatable({}, {__mode = "v"})
weak[1] = {}
collectgarbage()
print(weak[1] ~= nil)
setmetatable({}, {__gc = function() print("never") end})
collectgarbage()
