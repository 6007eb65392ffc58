-- A workflow that waits with some state of its own.
local time = require("time")

local function main(order)
    local seen = {}
    for _, item in ipairs(order.items) do
        table.insert(seen, {price = item.price, count = item.count})
    end
    time.sleep("1h")
    return {status = "completed", items = seen}
end

return {main = main}
