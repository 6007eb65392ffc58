return function(items)
    return #items
end
