print(string.format("x", 1, 2, 3), string.format("%d", 1, {}, nil), string.format("%s", nil, nil))
print(("%d-%s"):format(1, "a"), ("%5.1f|%-5d|%s"):format(1.25, 3, {} ~= nil))
local t = { 1, 2, 3 }
print(("%d %d %d"):format(table.unpack(t)))
