local function main()
    local inbox = process.inbox()
    local msg = inbox:receive()
    local data = msg:payload():data()
    process.send(msg:from(), "cross_host_pong", {echo = data.data, topic = msg:topic()})
    return msg:from()
end

return { main = main }
