local function main(input)
    return "hello, " .. input.name
end

return { main = main }
