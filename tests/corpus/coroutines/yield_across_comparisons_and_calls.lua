-- Metamethods that yield in conditions, in chains of `..`, and in `__call` of fields, methods and `pcall`.
local function mt(m) return setmetatable({}, m) end
local function run(name, f, ...)
  local co = coroutine.create(f)
  local r = table.pack(coroutine.resume(co, ...))
  while true do
    print(name, coroutine.status(co), table.unpack(r, 1, r.n))
    if coroutine.status(co) == "dead" then return end
    r = table.pack(coroutine.resume(co, "resumed", 2))
  end
end
run("concat", function()
  local c = mt{__concat = function(a, b) local x = coroutine.yield("concat", type(a), type(b)) return x .. "!" end}
  print("a" .. c .. "b" .. "c" .. c .. "d")
  print(c .. 1 .. 2)
  print(pcall(function() return c .. {} end))
  print(pcall(function() return {} .. "x" .. c end))
end)
run("le by lt", function() local a = mt{__lt = function() return coroutine.yield("lt") end} print(pcall(function() return a <= a end)) end)
run("len", function() local a = mt{__len = function() coroutine.yield("len") return 3 end} for i = 1, #a do print(i) end a[#a + 1] = 1 print(next(a)) end)
run("eq", function()
  local m = {__eq = function() return coroutine.yield("eq") end}
  local a, b = mt(m), mt(m)
  print(a == b, a ~= b, a == a, a == 1, a ~= nil, rawequal(a, b))
  if a == b and not (a ~= b) then print "both" end
end)
run("nested calls", function()
  local o = {m = mt{__call = function(s, o, v) coroutine.yield(v) return "r", 2 end}}
  print(o:m(5)) print(o.m(o, 6)) local f = o.m print(f(1, 2)) print(pcall(f, 1, 3)) print(pcall(o.m, 1, 4))
  print(select("#", o:m(7)))
  local deep = mt{__call = o.m} print(deep(1))
end)
run("while", function()
  local n = 0
  local a = mt{__lt = function(x, y) n = n + 1 coroutine.yield("lt", n) return n < 3 end}
  while a < 1 do print("again", n) end
  repeat n = n - 2 until a < 1
  print(a < 1 and "yes" or "no", not (a < 1), (a < 1) == true)
end)
