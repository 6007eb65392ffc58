local function receipt(order)
    local lines = {}
    local total = 0
    for i, item in ipairs(order.items) do
        local name = item.name or "?"
        lines[#lines + 1] = i .. ". " .. name:upper() .. ": " .. string.format("%.2f", item.price)
        total = total + item.price
    end
    local text = table.concat(lines, "\n")
    text = text:gsub("(%a+):", function(word) return "<" .. word .. ">" end)
    return text .. "\n" .. ("="):rep(20) .. "\ntotal " .. total
end

local function slug(title)
    return (title:lower():gsub("[^%w]+", "-"):gsub("^%-+", ""))
end

local function main(order)
    local quoted = 'it\'s "quoted" \\ \u{e9} \xff\0end'
    if order == nil or #order.items == 0 then
        return "nothing: " .. quoted
    end
    return receipt(order), slug(order.title), #quoted
end

return { main = main }
