type Msg = { topic: string, from: process.Message, ch: Channel<Msg>?, u: Whatever<string, integer> }
print(Msg:is({ topic = "t", from = 1, u = 2 }) ~= nil)  --> true
print(select(2, Msg:is({ from = 1, u = 2 })):message())  --> topic: required field missing
type M = process.Message
print(M:is("anything"))  --> anything nil
print(tostring(M), M:name())  --> process.Message M
