local funcs = require("funcs")
local workflow = require("workflow")

local function main(order)
    workflow.attrs({
        search = {
            status = "processing",
            customer_id = order.customer_id,
            order_total = order.total
        },
        memo = {
            notes = "Priority customer",
            source = "web"
        }
    })

    local picked = funcs.call("app:pick_order", order.items)

    -- Only the keys that are named change.
    workflow.attrs({search = {status = "done"}, memo = {picked = picked}})
    return {status = "done", picked = picked}
end

return { main = main }
