-- Two activities around objects of an imported library.
local funcs = require("funcs")
local catalogue = require("catalogue")

local function build(order)
    local cart = catalogue.Cart.new(order.customer_id)
    for _, line in ipairs(order.lines) do
        if line.kind == "book" then
            cart:add(catalogue.Book.new(line.name, line.price, line.quantity))
        elseif line.kind == "bundle" then
            cart:add(catalogue.Bundle.new(line.name, {
                catalogue.Item.new("first", line.price, 1),
                catalogue.Book.new("second", line.price, 2)
            }))
        else
            cart:add(catalogue.Item.new(line.name, line.price, line.quantity))
        end
    end
    return cart
end

local function main(order)
    local cart = build(order)
    local payment, err = funcs.call("bench:charge", {amount = cart:total(), customer = cart.customer})
    if err then
        return {status = "failed", error = tostring(err)}
    end
    cart:add(catalogue.Item.new("shipping", 5, 1))
    local shipment, err = funcs.call("bench:ship", {order_id = order.id, address = order.shipping_address})
    if err then
        return {status = "failed", error = tostring(err)}
    end
    return {status = "completed", total = cart:total(), payment_id = payment.id, tracking = shipment.tracking_number}
end

return {main = main}
