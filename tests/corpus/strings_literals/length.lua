print(#"", #"a", #"é", #"日本", #"\0\0", #[[x
y]], #("a" .. "b"), -#"abc", #"abc" + 1, #"a" == 1)
local s = "hello"
print(#s, #s * 2, #s .. "", s:len(), ("x"):rep(1000):len())
print(pcall(function() return #5 end))
print(pcall(function() local n return #n end))
print(pcall(function() return #true end))
print(#{1, 2, 3}, #{}, #{n = 1}, #{nil}, #{1, 2, nil})
