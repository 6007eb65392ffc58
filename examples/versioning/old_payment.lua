return function(input)
    return {method = "old", amount = input.amount}
end
