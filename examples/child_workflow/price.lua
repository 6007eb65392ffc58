local prices = {book = 12.5, lamp = 40.0}

return function(sku)
    local price = prices[sku]
    if not price then
        return nil, errors.new({
            message = "no price for " .. sku,
            kind = errors.NOT_FOUND,
            retryable = false,
            details = {sku = sku}
        })
    end
    return price
end
