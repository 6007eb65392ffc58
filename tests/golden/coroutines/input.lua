local time = require("time")

-- A plain generator: it never waits for anything outside.
local function range(n)
    return coroutine.wrap(function()
        for i = 1, n do
            coroutine.yield(i)
        end
    end)
end

local function worker(jobs, results)
    while true do
        local job, ok = jobs:receive()
        if not ok then
            return
        end
        time.sleep(job.pause)
        results:send(job.id)
    end
end

local function main(pauses)
    local jobs, results = channel.new(#pauses), channel.new()
    for _ = 1, 2 do
        coroutine.spawn(function() worker(jobs, results) end)
    end
    for id in range(#pauses) do
        jobs:send({id = id, pause = pauses[id]})
    end
    jobs:close()

    local order = {}
    local deadline = time.after("1h")
    while #order < #pauses do
        local got = channel.select {results:case_receive(), deadline:case_receive()}
        if got.channel == deadline then
            return nil, "too slow"
        end
        table.insert(order, got.value)
    end
    return order
end

return { main = main }
