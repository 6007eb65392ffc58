type Node = { value: integer, next?: Node }
type Json = string | number | boolean | nil | {Json} | {[string]: Json}
type A = B
type B = A
local loop = { value = 1 }
loop.next = loop
print(Node(loop) == loop, Node:is({ value = 1, next = { value = 2 } }) ~= nil)  --> true true
print(select(2, Node:is({ value = 1, next = { value = 2, next = { value = "x" } } })):message())  --> next.next.value: expected integer, got string
print(Json:is({ a = { 1, "x", { b = true } } }) ~= nil, Json:is({ print }) == nil)  --> true true
print(A:is(1), tostring(Node), Node <= Node)  --> 1 {value: integer, next?: Node} true
local list = { value = 0 }
for i = 1, 20000 do list = { value = i, next = list } end
print(Node:is(list) == list)  --> true
