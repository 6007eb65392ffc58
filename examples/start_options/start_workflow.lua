local function main(order)
    local events = process.events()
    local seen = {}

    -- Context values reach the workflow and its activities
    local spawner = process.with_context({
        user_id = "user-1",
        tenant = "tenant-1",
        request_id = "req-abc",
    })
    local pid, err = spawner:spawn_monitored(
        "app:order_workflow",
        "app:worker",
        {id = order.id}
    )
    seen.context = events:receive().result.value

    -- An id of one's own
    local spawner = process
        .with_options({
            ["temporal.workflow.id"] = "order-" .. order.id,
        })
    local first, err = spawner:spawn_monitored(
        "app:order_workflow",
        "app:worker",
        order
    )

    -- Returns existing workflow PID if already running
    local again, err = spawner:spawn("app:order_workflow", "app:worker", order)
    seen.same = first == again

    -- Fail if workflow already exists
    local strict = process
        .with_options({
            ["temporal.workflow.id"] = "order-" .. order.id,
            ["temporal.workflow.id_conflict_policy"] = "fail",
        })
    local pid, err = strict:spawn("app:order_workflow", "app:worker", order)
    if err then
        -- Workflow already running with this ID
        seen.conflict = err:kind()
    end

    process.send(first, "go")
    seen.ended = events:receive().result.value.id
    return seen
end

return { main = main }
