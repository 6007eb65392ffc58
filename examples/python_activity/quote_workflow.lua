local funcs = require("funcs")

local function main(request)
    local quote, err = funcs.call("app:quote_price", request.sku, request.quantity)
    if err then
        return {status = "rejected", kind = err:kind(), error = err:message()}
    end
    return {status = "quoted", price = quote.price, currency = quote.currency}
end

return { main = main }
