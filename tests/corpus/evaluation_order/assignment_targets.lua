local log = {}
local function t(name) return setmetatable({}, {__newindex = function(_, k, v) log[#log + 1] = name .. "[" .. tostring(k) .. "]=" .. tostring(v) end, __index = function(_, k) log[#log + 1] = "get " .. name .. "." .. tostring(k) return k end}) end
local function e(v) log[#log + 1] = "eval " .. tostring(v) return v end
local function flush() print(table.concat(log, "; ")) log = {} end
local a, b = t("a"), t("b")
a[e(1)] = e(2) flush()
a[e(1)], b[e(2)] = e(3), e(4) flush()
a.x, b.y, a.z = e(1), e(2) flush()
a.x, b.y = b.p, a.q flush()
local i = 1 local arr = {} i, arr[i] = i + 1, 20 print(i, arr[1], arr[2])
local x, y = 1, 2 x, y = y, x print(x, y)
local s = {1, 2, 3} local j = 1 s[j], s[j + 1], j = s[j + 1], s[j], 3 print(s[1], s[2], j)
a.k = b.k flush()
local p = {} p, p.x = {}, 1 print(p.x)
