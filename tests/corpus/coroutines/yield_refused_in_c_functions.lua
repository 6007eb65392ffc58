-- Functions written in C call back without a way to yield, `ipairs` and `tostring` among them.
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
run("refused", function()
  local t = mt{__tostring = function() coroutine.yield() return "x" end, __lt = function() coroutine.yield() return true end, __index = function(_, i) return coroutine.yield(i) end, __name = "N"}
  print(pcall(tostring, t)) print(pcall(print, t))
  print(pcall(table.sort, {t, t}))
  print(pcall(table.sort, {3, 2, 1}, function(a, b) coroutine.yield() return a < b end))
  print(pcall(string.gsub, "x", "x", function() coroutine.yield() end))
  print(pcall(table.unpack, t, 1, 1))
  print(pcall(function() for i, v in ipairs(t) do print(i, v) end end))
  print(pcall(table.concat, t, "", 1, 1))
end)
