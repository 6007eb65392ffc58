local t = setmetatable({1, 2}, {__pairs = function(self) local i = 0 return function() i = i + 1 if i <= 3 then return i, i * 10 end end, self, nil end})
for k, v in pairs(t) do print(k, v) end
for k, v in next, t do print("raw", k, v) end
print(select("#", pairs(t)), select("#", pairs({}))) local n = setmetatable({}, {__pairs = function() return 1, 2, 3, 4 end}) print(pairs(n))
print(pairs(setmetatable({}, {__pairs = function() end})))
for k, v in pairs(setmetatable({}, {__pairs = function(t) return next, {"from another"}, nil end})) do print(k, v) end
print(pcall(function() for k in pairs(setmetatable({}, {__pairs = function() error("in pairs", 0) end})) do end end))
local prox = setmetatable({}, {__index = function(_, i) if i <= 3 then return "v" .. i end end}) for i, v in ipairs(prox) do print(i, v) end
local sorted = setmetatable({b = 2, a = 1, c = 3}, {__pairs = function(t) local ks = {} for k in next, t do ks[#ks + 1] = k end table.sort(ks) local i = 0 return function() i = i + 1 return ks[i], t[ks[i]] end end})
for k, v in pairs(sorted) do io.write(k, v, " ") end print()
