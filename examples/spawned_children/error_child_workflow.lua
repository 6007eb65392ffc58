local function main()
    return nil, errors.new({
        message = "no such order",
        kind = errors.NOT_FOUND,
        retryable = false,
    })
end

return { main = main }
