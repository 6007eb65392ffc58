local log = {}
local r = ("a1b2c3"):gsub("%a()", function(p) log[#log + 1] = p; return p % 4 == 0 and "" or nil end)
print(r, table.concat(log, ","))
