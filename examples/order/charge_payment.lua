-- Charges a customer. A card that is declined stays declined, so the error is not retryable.
local function main(request)
    if request.amount > 1000 then
        return nil, errors.new({
            message = "card declined: " .. request.customer .. " may not spend " .. request.amount,
            kind = errors.PERMISSION_DENIED,
            retryable = false
        })
    end
    return {id = "payment-" .. request.customer, amount = request.amount}
end

return { main = main }
