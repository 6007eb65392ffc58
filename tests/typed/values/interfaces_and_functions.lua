interface Shape
  function area(self): number
end
type Callback = (a: string, number) -> (boolean, string?)
type Old = fun(x: integer): string
type Like = interface { f: Callback }
print(Shape:is({}) ~= nil, Shape:is(1) == nil, Like:is({}) ~= nil)  --> true true true
print(Callback:is(print) == print, Callback(function() end) ~= nil, Callback:is({}) == nil)  --> true true true
print(Shape:kind(), Callback:kind(), #Callback:params(), Callback:params()[1], Old:ret())  --> interface function 2 string string
print(Callback:ret())  --> boolean string?
print(Shape:fields().area)  --> (self: any) -> number
