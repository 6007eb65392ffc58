local time = require("time")

local function main(input)
    for _ = 1, input.iterations do
        time.sleep("50ms")
    end
    return {iterations = input.iterations}
end

return { main = main }
