type Level = "low" | "high" | 3 | true
type Id = string | integer
type Maybe = Id?
print(Level:is("low"), Level:is(3.0), Level:is(true))  --> low 3.0 true nil
print(select(2, Level:is("mid")):message())  --> expected Level, got string
print(Level:is(false), Level:is(4))  --> nil nil expected Level, got number
print(Id:is(5), Maybe:is(nil), Maybe:is("x"))  --> 5 nil x nil
print(select(2, Maybe:is({})):message())  --> expected Maybe, got table
type Shape = { kind: "circle", r: number } | { kind: "square", side: number }
print(Shape:is({ kind = "square", side = 1 }) ~= nil, Shape:is({ kind = "square", r = 1 }) == nil)  --> true true
type Flag = nil | false
print(Flag:is(nil), Flag:is(false), Flag:is(true))  --> nil false nil expected Flag, got boolean
