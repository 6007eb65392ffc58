local function main(request)
    if not request.address then
        return nil, errors.new({
            message = "order " .. request.order_id .. " has no address",
            kind = errors.INVALID,
            retryable = false
        })
    end
    return {tracking_number = "track-" .. request.order_id, address = request.address}
end

return { main = main }
