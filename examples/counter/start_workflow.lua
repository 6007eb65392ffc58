-- Two starts under one name: the second finds the running workflow and only delivers its message.
local function main()
    local events = process.events()

    -- First spawn starts the workflow with initial messages
    local first = process
        .with_options({})
        :with_name("my-counter")
        :with_message("increment", {amount = 3})
        :with_message("increment", {amount = "many"})

    local pid, err = first:spawn("app:counter_workflow", "app:worker", {initial = 0})
    if err then
        return nil, err
    end

    -- Second spawn reuses existing workflow and delivers new messages
    local second = process
        .with_options({})
        :with_name("my-counter")
        :with_message("increment", {amount = 2})

    local pid2, err = second:spawn("app:counter_workflow", "app:worker", {initial = 999})
    if err then
        return nil, err
    end

    -- The workflow answers by messages to the sender.
    local answers = {}
    local inbox = process.inbox()
    for _ = 1, 5 do
        local msg = inbox:receive()
        local data = msg:payload() and msg:payload():data()
        table.insert(answers, {topic = msg:topic(), data = data})
    end

    process.send(pid, "finish")
    local event = events:receive()
    return {
        same = pid == pid2,
        answers = answers,
        final = event.result.value,
    }
end

return { main = main }
