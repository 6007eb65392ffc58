-- `a as {...}` on one line is a cast of the typed dialect; Lua reads an assignment and a call of a function named `as`.
local as = print
local a = 1
local b = a as {number}
local c = a
as "called"
print(b, c)
