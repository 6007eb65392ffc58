local funcs = require("funcs")
local time = require("time")

local function describe(err)
    local details = err:details() or {}
    return {
        kind = err:kind(),
        retryable = err:retryable(),
        message = err:message(),
        sku = details.sku,
        retry_state = details._retry_state
    }
end

local function main(order)
    -- The activity says what went wrong, and that trying again is useless.
    local _, missing = funcs.call("app:risky_activity", order)

    -- One attempt, whatever the error.
    local executor = funcs.new():with_options({
        ["activity.retry_policy"] = {
            maximum_attempts = 1,
        }
    })
    local _, unreliable = executor:call("app:unreliable_activity", "once")

    -- Three attempts with short pauses.
    local _, exhausted = funcs.new():with_options({
        ["activity.start_to_close_timeout"] = "5s",
        ["activity.retry_policy"] = {
            initial_interval = 10,
            backoff_coefficient = 2.0,
            maximum_interval = "1s",
            maximum_attempts = 3,
        }
    }):call("app:unreliable_activity", "three times")

    -- A kind that this caller does not want retried.
    local _, refused = funcs.new():with_options({
        ["activity.retry_policy"] = {
            maximum_attempts = 10,
            non_retryable_error_types = {errors.UNAVAILABLE},
        }
    }):call("app:warming_up", math.maxinteger)

    -- Retried until the service is up.
    local ready = funcs.new():with_options({
        ["activity.retry_policy"] = {initial_interval = 200, backoff_coefficient = 1.0}
    }):call("app:warming_up", time.now():add("1s"):unix_nano())

    return {
        missing = describe(missing),
        unreliable = describe(unreliable),
        exhausted = describe(exhausted),
        refused = describe(refused),
        ready = ready
    }
end

return { main = main }
