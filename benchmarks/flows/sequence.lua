-- A hundred activities, one behind the other.
local funcs = require("funcs")

local function main(job)
    local total = 0
    for i = 1, job.steps do
        local payment, err = funcs.call("bench:charge", {amount = i, customer = job.customer_id})
        if err then
            return {status = "failed", error = tostring(err)}
        end
        total = total + payment.amount
    end
    return {status = "completed", total = total}
end

return {main = main}
