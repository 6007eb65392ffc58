return function(number)
    return number
end
