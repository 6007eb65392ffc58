local t = {"a", "b", x = 1}
local k, v = nil
local n = 0
repeat k, v = next(t, k) if k ~= nil then n = n + 1 print(k, v) end until k == nil
print(n, next({}), next({}, nil), rawequal(next, next))
print(type(next), select("#", next({})), select("#", next({1})))
print(next({}) == nil and "empty", next({false}))
print(pcall(next))
print(pcall(next, nil))
print(pcall(next, 5))
local function isempty(t) return next(t) == nil end print(isempty{}, isempty{nil}, isempty{1})
