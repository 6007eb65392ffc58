local function main(payment)
    if payment.card == "declined" then
        return nil, errors.new({message = "card declined", kind = errors.PERMISSION_DENIED, retryable = false})
    end
    return {id = "payment-" .. payment.card}
end

return { main = main }
