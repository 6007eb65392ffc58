local ctx = require("ctx")
local time = require("time")

local function main(order)
    local user_id = ctx.get("user_id")       -- "user-1"
    local tenant = ctx.get("tenant")         -- "tenant-1"
    local all = ctx.all()                    -- {user_id="user-1", tenant="tenant-1", request_id="req-abc"}

    if order.wait then
        process.listen("go"):receive()
    end
    return {id = order.id, user_id = user_id, tenant = tenant, request_id = all.request_id}
end

return { main = main }
