local workflow = require("workflow")

local function main(input)
    local total = 0
    for _, sku in ipairs(input.skus) do
        local result, err = workflow.exec("app:child_workflow", {sku = sku, currency = input.currency})
        if err then
            return nil, err
        end
        total = total + result.price
    end
    return {total = total, currency = input.currency}
end

return { main = main }
