local function main(input)
    return {echo = input.message}
end

return { main = main }
