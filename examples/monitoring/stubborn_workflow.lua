-- Sees that it is asked to end, and goes on until the deadline.
local time = require("time")

local function main()
    local events = process.events()
    local event = events:receive()
    if event.kind == process.event.CANCEL then
        time.sleep("1h")
    end
    return "never"
end

return { main = main }
