-- Every metamethod of an operator, of an access and of a call may yield; what is passed to resume is its result.
local mt = {}
for _, e in ipairs{"add","sub","mul","div","mod","idiv","pow","band","bor","bxor","shl","shr","concat"} do
  mt["__"..e] = function(a, b) return coroutine.yield(e), "second" end
end
mt.__unm = function(a) return coroutine.yield("unm") end
mt.__bnot = function(a) return coroutine.yield("bnot") end
mt.__len = function(a) return coroutine.yield("len") end
mt.__eq = function(a) return coroutine.yield("eq") end
mt.__lt = function(a) return coroutine.yield("lt") end
mt.__le = function(a) return coroutine.yield("le") end
mt.__index = function(t, k) return coroutine.yield("index "..tostring(k)) end
mt.__newindex = function(t, k, v) rawset(t, k, coroutine.yield("newindex "..tostring(k).." "..(type(v) == "function" and "function" or tostring(v)))) return 1 end
mt.__call = function(t, ...) return coroutine.yield("call", select("#", ...)), "two" end
local function new() return setmetatable({}, mt) end
local function body()
  local a, b = new(), new()
  print(a + 1, 1 + a, a - b, a * 2, a / 2, a % 2, a // 2, a ^ 2)
  print(a & 1, a | 1, a ~ 1, a << 1, a >> 1, a .. "x", "x" .. a .. "y", 1 .. a)
  print(-a, ~a, #a)
  print(a == b, a ~= b, a < b, a <= b, a > b, a >= b, 1 < a, not (a == b))
  print(a.x, a[1], a["long name"])
  a.x = 1 a[2] = "q" a[a.k] = a.v
  print(rawget(a, "x"), rawget(a, 2))
  a.u, a.w = 1, 2
  print(rawget(a, "u"), rawget(a, "w"))
  function a.f() end
  print(rawget(a, "f"))
  print(a(), a(1, 2, 3), (a(nil)))
  local o = { m = new() }
  print(o.m(1), o:m(2))
  if a == b then print "equal" end
  while a < b do print "once" break end
  local n = 0
  repeat n = n + 1 until #a
  print(n, a and b == a, a.z or 3)
  return "end"
end
local co = coroutine.create(body)
local value = nil
local i = 0
local passed
while coroutine.status(co) ~= "dead" do
  local r = table.pack(coroutine.resume(co, passed))
  print(table.unpack(r, 1, r.n))
  i = i + 1
  passed = i
end
