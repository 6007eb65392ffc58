type Age = integer @min(0) @max(150)
type Code = string @min_len(2) @max_len(4) @pattern("^[A-Z]+$")
type Tags = {string} @min_len(1) @max_len(2)
type User = { age: Age, code: Code?, tags?: Tags, score: number? @max(10) @ignored(1) }
local function why(t, v) return select(2, t:is(v)):message() end
print(Age(5), Code("AB"))  --> 5 AB
print(why(Age, -1))  --> value -1 is less than the minimum 0
print(why(Age, 151))  --> value 151 is greater than the maximum 150
print(why(Code, "A"))  --> length 1 is less than the minimum length 2
print(why(Code, "ABCDE"))  --> length 5 is greater than the maximum length 4
print(why(Code, "ab"))  --> value does not match pattern "^[A-Z]+$"
print(why(Tags, {}))  --> length 0 is less than the minimum length 1
print(why(User, { age = 200 }))  --> age: value 200 is greater than the maximum 150
print(why(User, { age = 1, score = 11 }))  --> score: value 11 is greater than the maximum 10
print(why(Code, "AB\n"))  --> value does not match pattern "^[A-Z]+$"
print(User:is({ age = 1 }) ~= nil)  --> true
local e = select(2, User:is({ age = 200 }))
print(e:details().field, e:details().constraint, e:details().got, e:details().expected)  --> age max 200 Age
print((select(2, pcall(function() return Age(-1) end)):gsub("^.-:%d+: ", "")))  --> expected Age, got number (value -1 is less than the minimum 0)
local unchecked: Age = -5
print(unchecked, (function(x: Age): Age return x end)(-6), -7 as Age)  --> -5 -6 -7
