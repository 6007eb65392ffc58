-- Only tables have metatables, and strings the one that they share: numbers, booleans, nil and functions are Python's own.
print(pcall(debug.setmetatable, 5, {}))
print(pcall(debug.setmetatable, nil, {}))
print(pcall(debug.setmetatable, print, {}))
print(debug.setmetatable(5, nil), debug.getmetatable(5))
