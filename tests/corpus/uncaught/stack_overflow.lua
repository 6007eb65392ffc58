local function f(n) return 1 + f(n + 1) end
print(pcall(f, 1) == false)
error("still works after an overflow")
