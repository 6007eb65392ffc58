local t = { name = "Lua", version = 5.4, n = 7, off = false }
print(("$name is $version $n $off $none"):gsub("%$(%w+)", t))
print(("abc"):gsub("%w", { a = "1", b = true and "2" }))
print(("a b"):gsub("%w", setmetatable({}, { __index = function(_, k) return k:upper() .. k end })))
print(("k1k2"):gsub("(k)(%d)", { k = "K" }))
print(("abc"):gsub("()", { [1] = "one", [4] = "end" }))
print(pcall(string.gsub, "abc", "b", { b = {} }))
print(pcall(string.gsub, "abc", "b", { b = true }))
print(pcall(string.gsub, "abc", "b", { b = print }))
