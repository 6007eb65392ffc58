local time = require("time")

local function main()
    local workflow_pid, err = process.spawn("app:status_workflow", "app:worker")
    if err then
        return nil, err
    end

    -- Caller side
    local response_ch = process.listen("status_response")
    process.send(workflow_pid, "get_status", {})

    local timeout = time.after("30s")
    local result = channel.select{
        response_ch:case_receive(),
        timeout:case_receive()
    }

    if result.channel == response_ch then
        local status = result.value
        return status
    end
    return nil, "no answer"
end

return { main = main }
