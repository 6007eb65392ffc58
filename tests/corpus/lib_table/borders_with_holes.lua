local t = { 1, 2, 3 }
t[2] = nil print(#t) t[3] = nil print(#t)
local u = {} u[1] = 1 u[2] = 2 u[4] = 4 print(#u == 2 or #u == 4)
local v = { n = 1 } print(#v) v[1] = 1 print(#v) v[1] = nil print(#v)
