return function(order)
    return nil, errors.new({
        message = "no such product: " .. order.sku,
        kind = errors.NOT_FOUND,
        retryable = false,
        details = {sku = order.sku}
    })
end
