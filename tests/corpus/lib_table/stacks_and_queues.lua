local stack = {} for i = 1, 5 do table.insert(stack, i * i) end
while #stack > 0 do io.write(table.remove(stack), " ") end print()
local queue = {} for i = 1, 5 do queue[#queue + 1] = i end
while queue[1] do io.write(table.remove(queue, 1), " ") end print(#queue)
local deque = {} for i = 1, 3 do table.insert(deque, 1, i) table.insert(deque, -i) end print(table.concat(deque, " "))
