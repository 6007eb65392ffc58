local f = string.format
local t = {}
print(f("%p", t) == f("%p", t), f("%p", t) ~= f("%p", {}), f("%p", 1), f("%p", nil), f("%p", true), f("%10p|", 1), f("%-10p|", nil))
print(("table: " .. f("%p", t)) == tostring(t), f("%p", print) == tostring(print):match("0x%x+"))
print(pcall(f, "%p"), pcall(f, "%.3p", t))
