-- Compiled code has no instructions to count, and variables of running functions are Python's.
print(pcall(debug.sethook, print, "l"))
print(pcall(debug.setlocal, 1, 1, 2))
print(pcall(debug.upvaluejoin, print, 1, print, 1))
print(debug.sethook())
