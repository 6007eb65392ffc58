-- Starts both sides; the answer to an unknown workflow is an error, no exception.
local function main()
    local pong, err = process.spawn("app:pong_workflow", "app:worker")
    if err then
        return nil, err
    end
    local met = process.exec("app:ping_workflow", "app:worker", {target = pong})
    local missed = process.exec("app:ping_workflow", "app:worker", {target = "{a@b|nobody}"})
    return {met = met, missed = missed}
end

return { main = main }
