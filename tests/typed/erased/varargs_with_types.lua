local function count(...: string): integer return select("#", ...) end
local function collect(first: any, ...: number): {number} return { ... } end
print(count(nil, "a", nil), #collect(1, 2, 3))
