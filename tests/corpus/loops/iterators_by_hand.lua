local function rev(t) return function(s, i) i = i - 1 if i > 0 then return i, s[i] end end, t, #t + 1 end for i, v in rev{"a", "b", "c"} do io.write(i, v, " ") end print()
local function pairsbykeys(t) local ks = {} for k in pairs(t) do ks[#ks + 1] = k end table.sort(ks) local i = 0 return function() i = i + 1 if ks[i] then return ks[i], t[ks[i]] end end end for k, v in pairsbykeys{b = 2, a = 1, c = 3} do io.write(k, v, " ") end print()
local function chars(s) return s.gmatch(s, ".") end for c in chars("xyz") do io.write(c, ",") end print()
local List = {} List.__index = List function List.new() return setmetatable({n = 0}, List) end function List:push(v) self.first = {v = v, next = self.first} self.n = self.n + 1 return self end function List:each() local node = self.first return function() if node then local v = node.v node = node.next return v end end end
for v in List.new():push(1):push(2):push(3):each() do io.write(v, " ") end print()
local function filter(p, f, s, c) return function(s, c) local v repeat c, v = f(s, c) until c == nil or p(v) return c, v end, s, c end for i, v in filter(function(v) return v % 2 == 0 end, ipairs{1, 2, 3, 4}) do io.write(i, ":", v, " ") end print()
for a, b, c, d, e in (function() local done return function() if not done then done = true return 1, 2, 3 end end end)() do print(a, b, c, d, e) end
