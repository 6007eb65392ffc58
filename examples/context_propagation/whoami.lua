local ctx = require("ctx")

return function()
    return {user_id = ctx.get("user_id"), tenant = ctx.get("tenant")}
end
