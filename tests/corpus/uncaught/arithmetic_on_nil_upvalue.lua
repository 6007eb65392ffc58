local count
local function inc() count = count + 1 end
inc()
