local parts = {} for i = 1, 3000 do parts[i] = i .. "," end
local s = table.concat(parts) local u = "" for i = 1, 3000 do u = u .. i .. "," end
print(#s, s == u, s:sub(-10), select(2, s:gsub(",", "")), #s:rep(10), #s:reverse(), s:find("2999", 1, true))
