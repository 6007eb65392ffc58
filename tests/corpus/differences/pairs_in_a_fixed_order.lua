-- `pairs` and `next` give 1..n, then string keys, then other keys, each in the order in which they were inserted.
local t = {z = 1, 10, a = 2, [true] = 3, 20, [2.5] = 4, m = 5, q = 6, b = 7, y = 8, c = 9, x = 10}
for k, v in pairs(t) do print(k, v) end
