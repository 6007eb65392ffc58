-- Messages are added up while coroutines sleep.
local time = require("time")

local function main(job)
    local inbox = process.inbox()
    local slept = channel.new()
    for _ = 1, job.sleepers do
        coroutine.spawn(function()
            local naps = 0
            for _ = 1, job.naps do
                time.sleep("100ms")
                naps = naps + 1
            end
            slept:send(naps)
        end)
    end
    local total = 0
    for _ = 1, job.messages do
        local item = inbox:receive():payload():data()
        total = total + item.amount
    end
    local naps = 0
    for _ = 1, job.sleepers do
        naps = naps + slept:receive()
    end
    return {status = "completed", total = total, naps = naps}
end

return {main = main}
