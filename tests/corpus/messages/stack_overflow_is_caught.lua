local function f() return 1 + f() end
local ok, e = pcall(f) print(ok, type(e), e:match("stack overflow"), e:match("^[^:]+:%d+:"))
local function g() g() end print(select(2, pcall(g)):match("stack overflow"))
local t = setmetatable({}, {}) getmetatable(t).__index = function(t, k) return t[k .. "x"] end print(select(2, pcall(function() return t.a end)):match("stack overflow"))
local function h(n) local ok, e = pcall(h, n + 1) return ok, e end print((pcall(h, 1)))
print(select(2, xpcall(f, function(m) return "handled: " .. (m:match("stack overflow") or "?") end)))
local co = coroutine.create(f) local ok2, e2 = coroutine.resume(co) print(ok2, e2:match("stack overflow"), coroutine.status(co))
local function deep(n) if n == 0 then return 0 end return 1 + deep(n - 1) end print(deep(1000), pcall(deep, 5000))
print(pcall(string.rep, "x", -1), (pcall(f))) local m = setmetatable({}, {__tostring = function(s) return tostring(s) end}) print((pcall(tostring, m)))
