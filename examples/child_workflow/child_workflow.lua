local funcs = require("funcs")

local function main(input)
    local price, err = funcs.call("app:price", input.sku)
    if err then
        return nil, err
    end
    return {sku = input.sku, price = price}
end

return { main = main }
