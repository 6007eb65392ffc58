local funcs = require("funcs")
local workflow = require("workflow")

-- Runs steps until the history has grown to the limit.
local function main(input)
    local info = workflow.info()
    local limit = input.max_history or 40

    local steps = 0
    while workflow.history_length() < limit do
        steps = steps + 1
        funcs.call("app:step", steps)
    end

    return {
        info = {
            workflow_id = info.workflow_id,
            run_id = info.run_id,
            workflow_type = info.workflow_type,
            task_queue = info.task_queue,
            namespace = info.namespace,
            attempt = info.attempt,
            history_length = info.history_length,
            history_size = info.history_size
        },
        steps = steps,
        history_length = workflow.history_length(),
        history_grew = workflow.history_size() > info.history_size
    }
end

return { main = main }
