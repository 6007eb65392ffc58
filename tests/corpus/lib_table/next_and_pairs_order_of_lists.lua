local t = { 10, 20, 30 }
for i, v in pairs(t) do io.write(i, "=", v, " ") end print()
print(next({})) print(next({ 5 })) print(next({ 5 }, 1)) print(pcall(next, {}, "x"))
print(rawlen({ 1, 2 }), rawlen("abc"), pcall(rawlen, 5))
for k in pairs { 1, 2, 3 } do t[k] = nil end print(#t, next(t))
