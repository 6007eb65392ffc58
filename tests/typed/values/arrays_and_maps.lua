type Names = {string}
type Matrix = number[][]
type Ages = {[string]: integer}
print(Names:is({ "a", "b", extra = 1 }) ~= nil, Names:is({}) ~= nil, Matrix:is({ { 1 }, {} }) ~= nil)  --> true true true
print(select(2, Names:is({ "a", 2 })):message())  --> [2]: expected string, got number
print(select(2, Matrix:is({ { 1, "x" } })):message())  --> [1][2]: expected number, got string
print(Ages:is({ a = 1 }) ~= nil, select(2, Ages:is({ a = "1" })):message())  --> true a: expected integer, got string
print(select(2, Ages:is({ 1 })):message())  --> [1]: expected string, got number
print(select(2, Names:is("a")):message())  --> expected Names, got string
