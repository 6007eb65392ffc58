print(1, 1.0, "a", nil, true, 2^63, -0.0)
print()
print(nil)
print(setmetatable({}, { __tostring = function() return "obj" end }), "x")
print(pcall(print, setmetatable({}, { __tostring = function() return 5 end })))
print("a\tb", "é\xff") io.write(1, " ", 1.5, " ", "x", "\n")
print(("x"):rep(3), #"\0abc", "\65\x42\u{43}\z
   joined")
