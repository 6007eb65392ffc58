local function count(...)
    return select("#", ...), (...)
end

local function last(...)
    local n = select("#", ...)
    return (select(n, ...))
end

local function pack(first, ...)
    local rest = {...}
    return {first, rest, n = 1 + select("#", ...)}
end

local function swap(a, b)
    return b, a
end

local function main(...)
    local a, b, c = swap(1, 2)
    local n, first = count(...)
    local t = {swap(a, b), swap(a, b)}
    t.x, t.y = t.y, t.x
    print(n, first, c, last(...))
    return pack(a, ...), table.unpack(t)
end

return { main = main }
