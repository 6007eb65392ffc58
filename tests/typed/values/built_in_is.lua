print(string:is("x"))  --> x nil
print(string.is("x"))  --> x nil
local v, err = integer:is("3")
print(v, err:message(), err:kind(), err:retryable())  --> nil expected integer, got string Invalid false
print(err:details().expected, err:details().got, err:details().field)  --> integer string nil
print(boolean:is(false))  --> false nil
print(any:is(nil))  --> nil nil
print(number.is(1e300), integer.is(2^53))  --> 1e+300 9.007199254741e+15 nil
print(number:kind(), number:name(), string.kind())  --> number number string
