local function main(order)
    return {tracking = "track-" .. order.order_id}
end

return { main = main }
