local co = coroutine.create(function()
  local ok, e = pcall(function() local ok2, e2 = pcall(function() coroutine.yield(1) error("inner", 0) end) coroutine.yield(2, ok2, e2) error("outer", 0) end)
  coroutine.yield(3, ok, e) error({final = true})
end)
print(coroutine.resume(co)) print(coroutine.resume(co)) print(coroutine.resume(co)) local ok, e = coroutine.resume(co) print(ok, type(e), e.final, coroutine.status(co))
local c = coroutine.wrap(function() for i = 1, 3 do local ok, e = pcall(function() coroutine.yield("y" .. i) if i == 2 then error("at two", 0) end return "fine" .. i end) coroutine.yield(ok, e) end end)
for i = 1, 6 do print(c()) end
local r = coroutine.wrap(function() local ok, e = xpcall(function() local x = coroutine.yield("x") return x.y.z end, function(m) return "H " .. m end) return ok, e end) print(r()) print(r({}))
