local function main(n)
    local readers, counters = {}, {}
    for i = 1, n do
        local seen = 0
        -- Every iteration has variables of its own: `i` is only read, `seen` is shared by two closures.
        readers[i] = function() return i end
        counters[i] = {
            add = function() seen = seen + 1 end,
            get = function() return seen end
        }
    end

    local k = 0
    while true do
        local kept = k
        if kept >= n then break end
        readers[#readers + 1] = function() return kept end
        k = k + 1
    end
    repeat
        local last = readers[#readers]
        k = k - 1
    until last() == k or k < 0
    return #readers, counters[1].get()
end

return { main = main }
