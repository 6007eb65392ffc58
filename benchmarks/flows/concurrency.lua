-- Channel hand-offs and spawns, as many as asked for.
local function unbuffered(n)
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

local function spawn(n)
    local done = 0
    for _ = 1, n do
        coroutine.spawn(function()
            done = done + 1
        end)
    end
    return done
end

local function spawn_blocked(n)
    local gate, done = channel.new(), channel.new(n)
    for i = 1, n do
        coroutine.spawn(function()
            gate:receive()
            done:send(i)
        end)
    end
    gate:close()
    local sum = 0
    for _ = 1, n do
        sum = sum + done:receive()
    end
    return sum
end

local programs = {unbuffered = unbuffered, spawn = spawn, spawn_blocked = spawn_blocked}

local function main(program, n)
    return programs[program](n)
end

return {main = main}
