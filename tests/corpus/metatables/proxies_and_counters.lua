local function track(t) local reads, writes = {}, {} local p = setmetatable({}, {__index = function(_, k) reads[#reads + 1] = tostring(k) return t[k] end, __newindex = function(_, k, v) writes[#writes + 1] = tostring(k) t[k] = v end, __len = function() return #t end, __call = function() return table.concat(reads, ","), table.concat(writes, ",") end}) return p end
local p = track({a = 1, 10, 20})
p.b = p.a p[#p + 1] = 30 p.a = p.a + 1 print(p()) print(p.a, p.b, #p, rawlen(p))
local default = setmetatable({}, {__index = function(t, k) local v = {} rawset(t, k, v) return v end}) default.x.y = 1 default.x.z = 2 print(default.x.y, default.x.z, next(default.x) ~= nil)
local counts = setmetatable({}, {__index = function() return 0 end}) for w in ("a b a c a b"):gmatch("%a") do counts[w] = counts[w] + 1 end print(counts.a, counts.b, counts.c, counts.d)
local const = setmetatable({}, {__index = {PI = 3}, __newindex = function(t, k, v) error("attempt to modify constant " .. k, 2) end, __metatable = false}) print(const.PI, pcall(function() const.PI = 4 end)) print(getmetatable(const))
local fib = setmetatable({[0] = 0, [1] = 1}, {__index = function(t, n) local v = t[n - 1] + t[n - 2] t[n] = v return v end}) print(fib[30], rawget(fib, 20))
local nums = setmetatable({}, {__index = function(_, i) return i % 2 == 0 and "even" or "odd" end}) print(nums[1], nums[2], nums[-3])
