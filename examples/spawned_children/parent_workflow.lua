local function main(name)
    local events_ch = process.events()

    local child_pid, err = process.spawn(
        "app:child_workflow",
        "app:worker",
        {message = "hello from parent"}
    )
    if err then
        return {status = "spawn_failed", error = tostring(err)}
    end

    -- Wait for child EXIT event
    local event = events_ch:receive()
    local child_result, child_error
    if event.kind == process.event.EXIT then
        child_result = event.result.value
        child_error = event.result.error
    end

    -- A child that fails: the error stands in the event
    local failing_pid, err = process.spawn(
        "app:error_child_workflow",
        "app:worker"
    )

    local event = events_ch:receive()
    local failure = {from_child = event.from == failing_pid}
    if event.result.error then
        local child_err = event.result.error
        -- Error objects have kind(), retryable(), message() methods
        failure.kind = child_err:kind()           -- "NotFound"
        failure.retryable = child_err:retryable() -- false
        failure.message = child_err:message()     -- error message text
    end

    -- Start and wait in one call
    local result, err = process.exec(
        "app:hello_workflow",
        "app:worker",
        {name = name}
    )
    if err then
        return nil, err
    end
    -- result contains the workflow return value

    local _, err = process.exec("app:error_child_workflow", "app:worker")

    return {
        child = child_result,
        child_failed = child_error ~= nil,
        failure = failure,
        hello = result,
        exec_error = {kind = err:kind(), retryable = err:retryable(), message = err:message()},
    }
end

return { main = main }
