local time = require("time")

return function(ready_at)
    if time.now():unix_nano() < ready_at then
        return nil, errors.new({message = "warming up", kind = errors.UNAVAILABLE, retryable = true})
    end
    return "ready"
end
