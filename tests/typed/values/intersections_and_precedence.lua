type Named = { name: string }
type Aged = { age: integer }
type Both = Named & Aged
print(Both:is({ name = "a", age = 1 }) ~= nil)  --> true
print(select(2, Both:is({ name = "a" })):message())  --> age: required field missing
type Odd = string | Named & Aged
print(Odd:is("x") == nil, Odd:is({ age = 1 }) == nil, Odd:kind())  --> true true intersection
