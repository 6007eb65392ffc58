local funcs = require("funcs")
local time = require("time")

local function parse(text)
    return assert(tonumber(text), "not a number: " .. text)
end

local function pause()
    time.sleep("1s")
    return "rested"
end

-- Only what may wait is `async`: `parse` never does, `pause` always, `run` does whatever it is given.
local function run(action, ...)
    return action(...)
end

local function main(input)
    local ok, number = pcall(parse, input.text)
    local rested, word = pcall(pause)
    local handlers = {quick = function() return 1 end, slow = pause}
    local first = handlers.quick()
    local second = handlers.slow()
    table.sort(input.list, function(a, b) return a.rank < b.rank end)
    local done, problem = pcall(function()
        local quote, err = funcs.call("app:quote", input)
        if err then error(err) end
        return quote
    end)
    return {ok, number, rested, word, first, second, done, problem, run(parse, "5"), run(pause)}
end

return { main = main }
