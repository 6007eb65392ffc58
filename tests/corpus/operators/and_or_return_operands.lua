print(1 and 2, nil and 2, false and 2, 1 or 2, nil or 2, false or 2, nil or false, false or nil, nil and false)
print(0 and "zero is true", "" and "empty is true", {} and "table is true")
print(nil == false, not nil, not 0, not "", not not 1)
local function t(v, name) print("eval", name) return v end
print(t(1, "a") and t(2, "b"))
print(t(nil, "c") and t(2, "d"))
print(t(1, "e") or t(2, "f"))
print(t(false, "g") or t(nil, "h") or t(3, "i"))
print(t(1, "j") and t(nil, "k") or t(5, "l"))
local x = nil
x = x or "default" print(x)
local y = x and #x print(y)
print((nil and 1) == nil, (false or nil) == nil, (nil or false) == false)
