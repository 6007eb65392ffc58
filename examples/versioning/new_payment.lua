return function(input)
    return {method = "new", amount = input.amount, fee = input.amount // 100}
end
