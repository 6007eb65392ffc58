type Box<T> = { value: T }
type Pair<K, V: number> = { key: K, value: V }
type Strings = Box<string>
type Tree<T> = { value: T, kids: {Tree<T>} }
type Text = string
print(Strings:is({ value = "x" }) ~= nil, select(2, Strings:is({ value = 1 })):message())  --> true value: expected string, got number
type Numbers = Tree<number>
print(Numbers:is({ value = 1, kids = { { value = 2, kids = {} } } }) ~= nil)  --> true
print(select(2, Numbers:is({ value = 1, kids = { { value = "x", kids = {} } } })):message())  --> kids[1].value: expected number, got string
local made = Box(Text)
print(made:is({ value = "s" }) ~= nil, made:is({ value = 1 }) == nil, tostring(made), made:name())  --> true true Box<Text> Box
print(#Pair:tparams(), Pair:tparams()[2]:name(), #Text:tparams(), Box:kind())  --> 2 V 0 record
print(Box:is({ value = 1 }) ~= nil, Pair:is({ key = 1, value = "x" }) == nil)  --> true true
