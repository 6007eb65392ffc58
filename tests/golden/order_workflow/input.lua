local funcs = require("funcs")
local time = require("time")
local workflow = require("workflow")

-- How often a carrier is asked before the order is given up.
local MAX_ATTEMPTS <const> = 3

--- Ships an order. Carriers fail often, so it asks again after a pause.
local function ship(order)
    local err
    for attempt = 1, MAX_ATTEMPTS do
        local shipment
        shipment, err = funcs.call("app:ship_order", {order_id = order.id, attempt = attempt})
        if shipment then
            return shipment
        end
        time.sleep("10m") -- carriers recover
    end
    return nil, err
end

local function main(order)
    local payment, err = funcs.call("app:charge_payment", {
        amount = order.total,
        customer = order.customer_id
    })
    if err then
        return {status = "failed", error = tostring(err)}
    end

    local shipment, err = ship(order)
    if err then
        funcs.call("app:refund_payment", payment.id)
        return {status = "failed", error = tostring(err)}
    end
    return {
        status = "completed",
        run = workflow.info().run_id,
        tracking = shipment.tracking_number
    }
end

return { main = main }
