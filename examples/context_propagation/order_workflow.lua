local ctx = require("ctx")
local funcs = require("funcs")
local workflow = require("workflow")

local function main()
    local user_id = ctx.get("user_id")
    local tenant, err = ctx.get("tenant")
    if err then
        return nil, err
    end

    local activity = funcs.call("app:whoami")
    -- Added for one call, on top of what came with the workflow.
    local impersonated = funcs.new():with_context({user_id = "support"}):call("app:whoami")

    return {
        user_id = user_id,
        tenant = tenant,
        all = ctx.all(),
        activity = activity,
        impersonated = impersonated,
        child = workflow.exec("app:audit_workflow")
    }
end

return { main = main }
