return function(input)
    error("cannot do it " .. input)
end
