local function main(shipping)
    if shipping.country ~= "NL" then
        -- A plain text as second result is a failure too: kind Internal, not retried.
        return nil, "no carrier to " .. shipping.country
    end
    return {tracking = "track-" .. shipping.address}
end

return { main = main }
