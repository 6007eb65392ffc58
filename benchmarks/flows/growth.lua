-- Work of any size: what it costs should grow as the size does.
local time = require("time")

local function channels(n)
    local ch = channel.new()
    coroutine.spawn(function()
        for i = 1, n do
            ch:send(i)
        end
    end)
    local sum = 0
    for _ = 1, n do
        sum = sum + ch:receive()
    end
    return sum
end

-- All of them wait at the same time, each for its own value and for the common end.
local function coroutines(n)
    local quit, done = channel.new(), channel.new()
    local own = {}
    for i = 1, n do
        own[i] = channel.new()
        coroutine.spawn(function()
            local result = channel.select({own[i]:case_receive(), quit:case_receive()})
            done:send(result.value)
        end)
    end
    local sum = 0
    for i = n, 1, -1 do
        own[i]:send(i)
        sum = sum + done:receive()
    end
    quit:close()
    return sum
end

local function timers(n)
    local done = channel.new(n)
    for i = 1, n do
        coroutine.spawn(function()
            time.sleep("10ms")
            done:send(i)
        end)
    end
    local sum = 0
    for _ = 1, n do
        sum = sum + done:receive()
    end
    return sum
end

-- A listener for each topic; the messages were sent in the order of the topics.
local function listeners(n)
    local done = channel.new(n)
    for i = 1, n do
        coroutine.spawn(function()
            local items = process.listen("topic-" .. i)
            done:send(items:receive().amount)
        end)
    end
    local sum = 0
    for _ = 1, n do
        sum = sum + done:receive()
    end
    return sum
end

local function inbox(n)
    local messages = process.inbox()
    local sum = 0
    for _ = 1, n do
        sum = sum + messages:receive():payload():data().amount
    end
    return sum
end

local function listen(n)
    local items = process.listen("item")
    local sum = 0
    for _ = 1, n do
        sum = sum + items:receive().amount
    end
    return sum
end

local programs = {
    channels = channels,
    coroutines = coroutines,
    timers = timers,
    listeners = listeners,
    inbox = inbox,
    listen = listen
}

local function main(program, n)
    return programs[program](n)
end

return {main = main}
