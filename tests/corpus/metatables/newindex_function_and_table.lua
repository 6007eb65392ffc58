local log = {}
local t = setmetatable({known = 1}, {__newindex = function(self, k, v) log[#log + 1] = tostring(k) .. "=" .. tostring(v) rawset(self, k, v) end})
t.known = 2 t.new = 3 t.new = 4 t[1] = "one" t[1] = "uno" t.gone = nil
print(table.concat(log, " "), t.known, t.new, t[1], rawget(t, "gone"))
local store = {} local p = setmetatable({}, {__newindex = store}) p.x = 1 p[1] = 2 print(rawget(p, "x"), store.x, store[1], p.x)
p.x = nil print(store.x)
local chain = setmetatable({}, {__newindex = setmetatable({}, {__newindex = function(t, k, v) print("chained", k, v) end})}) chain.k = "v"
local ro = setmetatable({}, {__newindex = function(_, k) error("read only: " .. k, 2) end}) print(pcall(function() ro.x = 1 end))
local proxy = setmetatable({}, {__index = store, __newindex = store}) proxy.y = 5 print(proxy.y, rawget(proxy, "y"), next(proxy))
print(pcall(function() setmetatable({}, {__newindex = 5}).x = 1 end))
t.known = nil t.known = "again" print(log[#log])
