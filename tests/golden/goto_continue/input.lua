local function even_sum(numbers)
    local sum = 0
    for _, n in ipairs(numbers) do
        if n % 2 == 1 then
            goto continue
        end
        sum = sum + n
        ::continue::
    end
    return sum
end

local function find(rows, wanted)
    for y, row in ipairs(rows) do
        for x, cell in ipairs(row) do
            if cell == wanted then
                goto found
            end
            if cell == false then break end
        end
    end
    do return nil end
    ::found::
    return wanted
end

local function countdown(n)
    ::again::
    if n > 0 then
        n = n - 1
        goto again
    end
    return n
end

return { main = function(rows) return even_sum(rows[1]), find(rows, 4), countdown(10) end }
