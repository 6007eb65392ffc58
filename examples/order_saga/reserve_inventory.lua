local stock = {book = 10, lamp = 2}

local function main(items)
    for _, item in ipairs(items) do
        if (stock[item.sku] or 0) < item.quantity then
            return nil, errors.new({
                message = "not enough of " .. item.sku,
                kind = errors.CONFLICT,
                retryable = false,
                details = {sku = item.sku, wanted = item.quantity}
            })
        end
    end
    return {id = "reservation-" .. #items}
end

return { main = main }
