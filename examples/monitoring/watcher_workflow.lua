local time = require("time")

local function spawn_long(iterations)
    local pid, err = process.spawn(
        "app:long_workflow",
        "app:worker",
        {iterations = iterations}
    )
    if err then
        error(err)
    end
    return pid
end

local function main()
    local events_ch = process.events()
    local seen = {}

    -- Monitor later
    local pid = spawn_long(2)
    local ok, err = process.monitor(pid)
    local event = events_ch:receive()  -- EXIT when workflow completes
    seen.monitored = {ok = ok, kind = event.kind, value = event.result.value}

    -- Link after workflow has started
    local ok, err = process.set_options({trap_links = true})
    local pid = spawn_long(1000)
    time.sleep("200ms")
    local ok, err = process.link(pid)

    -- If workflow is terminated, receive LINK_DOWN
    process.terminate(pid)
    local event = events_ch:receive()
    seen.linked = {ok = ok, kind = event.kind, error = tostring(event.result.error)}
    local event = events_ch:receive()  -- and, of a child, EXIT
    seen.terminated = {kind = event.kind, error = tostring(event.result.error)}

    -- Nothing more is heard of a process after this
    local pid = spawn_long(1)
    process.monitor(pid)
    process.unmonitor(pid)  -- stop receiving EXIT events
    process.unlink(pid)     -- remove bidirectional link

    -- Ask for the end, and insist after a while
    local workflow_pid, err = process.spawn("app:stubborn_workflow", "app:worker")
    local ok, err = process.cancel(workflow_pid, "1s")
    local event = events_ch:receive()
    seen.cancelled = {ok = ok, from = event.from == workflow_pid, error = tostring(event.result.error)}

    return seen
end

return { main = main }
