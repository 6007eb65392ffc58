-- More values than the stack holds are refused at once.
local long = ("x"):rep(1e7)
print(pcall(string.byte, long, 1, -1))
print(pcall(function() return long:byte(1, 1e7) end))
print(pcall(utf8.codepoint, long, 1, -1))
print(select("#", long:byte(1, 200)), long:byte(1e7, 1e7), (long:byte(3, 1000)))
print(pcall(table.unpack, {}, 1, 1e7))
