local function expand(template, values) return (template:gsub("%${(%w+)}", function(name) return tostring(values[name] or "<" .. name .. ">") end)) end
print(expand("Hello ${name}, you are ${age}; ${missing} ${}", { name = "Ann", age = 30 }))
print((("%s=%d;"):rep(2)):format("a", 1, "b", 2))
print(("x = $x, y = $y"):gsub("%$(%a)", { x = 1, y = 2.5 }))
print(("{{a}} {{b}}"):gsub("{{(.-)}}", "<%1>"))
