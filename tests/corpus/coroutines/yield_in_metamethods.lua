local y = coroutine.yield
local mt = {__add = function(a, b) return y("add") end, __index = function(t, k) return y("index " .. k) end, __newindex = function(t, k, v) y("newindex " .. k .. "=" .. tostring(v)) end, __call = function(self, a) return y("call " .. a) end, __eq = function() return y("eq") end, __lt = function() return y("lt") end, __le = function() return y("le") end, __len = function() return y("len") end, __concat = function() return y("concat") end, __unm = function() return y("unm") end, __close = function() y("close") end, __idiv = function() return y("idiv") end, __band = function() return y("band") end}
local function new() return setmetatable({}, mt) end
local co = coroutine.wrap(function()
  local a, b = new(), new()
  print("r", a + b) print("r", a.field) a.field = 5 print("r", a("x")) print("r", a == b) print("r", a < b) print("r", a <= b) print("r", #a) print("r", a .. "s") print("r", -a) print("r", a // 1) print("r", a & 1) print("r", a ~= b) print("r", not (a > b))
  do local c <close> = a end
  if a == b then print("branch") end
  return "finished"
end)
local v = co()
local n = 0
while v ~= "finished" do n = n + 1 print(n, v) v = co(n) end
print(v)
