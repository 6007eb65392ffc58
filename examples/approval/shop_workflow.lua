-- Starts an order and decides about it, as a clerk would from outside.
local function main(order, decision)
    local events = process.events()

    local pid, err = process.spawn("app:order_workflow", "app:worker", order)
    if err then
        return nil, err
    end

    process.send(pid, "remark", "thinking about it")
    process.send(pid, decision.topic, decision)

    local event = events:receive()
    return event.result.value, event.result.error
end

return { main = main }
