-- Reading a field is Python's attribute access. Where nothing in the code shows that a variable may hold a string, reading a field of
-- one raises; Lua gives nil, or the library's function. Method calls, and variables that are used as strings are, mean the same.
local text = load("return 'text'")()
local function field(x) return x.foo end
print(pcall(field, text))
local function checked(x) if type(x) == "string" then return x.foo end end
print(pcall(checked, text), ("text").foo, text:len())
