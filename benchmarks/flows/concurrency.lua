-- Channel hand-offs, spawns and selects, as many as asked for.
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

-- Every second select finds a sender, the others wait for one.
local function select(n)
    local c1, c2, c3, c4, c5 = channel.new(), channel.new(), channel.new(), channel.new(), channel.new()
    local c6, c7, c8, c9, c10 = channel.new(), channel.new(), channel.new(), channel.new(), channel.new()
    local channels = {c1, c2, c3, c4, c5, c6, c7, c8, c9, c10}
    coroutine.spawn(function()
        for i = 1, n do
            channels[i % 10 + 1]:send(i)
        end
    end)
    local sum = 0
    for _ = 1, n do
        local result = channel.select({
            c1:case_receive(), c2:case_receive(), c3:case_receive(), c4:case_receive(), c5:case_receive(),
            c6:case_receive(), c7:case_receive(), c8:case_receive(), c9:case_receive(), c10:case_receive()
        })
        sum = sum + result.value
    end
    return sum
end

local programs = {
    unbuffered = unbuffered,
    spawn = spawn,
    spawn_blocked = spawn_blocked,
    select = select,
    select_kept = select
}

local function main(program, n)
    return programs[program](n)
end

return {main = main}
