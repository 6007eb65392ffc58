-- Starts the queue, gives it jobs and tells it to end.
local function main(jobs)
    local events = process.events()

    local pid, err = process.spawn("app:queue_workflow", "app:worker", {})
    if err then
        return nil, err
    end

    for id = 1, jobs do
        process.send(pid, "add_job", {id = id})
    end
    process.send(pid, "exit")

    local event = events:receive()
    return event.result.value, event.result.error
end

return { main = main }
