print("a" .. "b", "a" .. 1, 1 .. "a", 1 .. 2, 1.0 .. "", -0.0 .. "", 1e15 .. "|", 2^63 .. "")
local s = ""
for i = 1, 10 do s = s .. i .. "," end
print(s)
print(("x"):rep(3) .. ("y"):rep(0) .. "z", "a" .. "b" == "ab")
local n = nil
print(pcall(function() return "a" .. n end))
print(pcall(function() return n .. "a" end))
print(pcall(function() return "a" .. {} end))
print(pcall(function() return "a" .. true .. "b" end))
print(pcall(function() return "a" .. print end) )
print(1 .. 2 .. 3, "a" .. "b" .. "c" .. "d" == "abcd")
