-- `__close` may yield however a block or a loop with a closing value ends.
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
run("close by break", function()
  for i in next, {1, 2}, nil, mt{__close = function(_, e) coroutine.yield("closing", e) end} do print(i) break end
  print "after"
end)
run("close by error", function()
  print(pcall(function()
    for i in next, {1, 2}, nil, mt{__close = function(_, e) coroutine.yield("closing", e) end} do error("oops", 0) end
  end))
end)
run("close by return", function()
  print((function()
    for i in next, {1, 2}, nil, mt{__close = function(_, e) coroutine.yield("closing", e) end} do return i end
  end)())
end)
run("close by goto", function()
  for i = 1, 2 do
    for j in next, {1, 2}, nil, mt{__close = function(_, e) coroutine.yield("closing", i, e) end} do goto continue end
    ::continue::
  end
end)
run("close with yielding iterator", function()
  for i in function(_, c) coroutine.yield("step") if not c then return 1 end end, nil, nil, mt{__close = function(_, e) coroutine.yield("closing", e) end} do print(i) end
end)
local function four() return next, {7}, nil, mt{__close = function() coroutine.yield("closing four") end} end
run("close of four results", function() for _, v in four() do print(v) end end)
run("close of a local", function()
  do local a <close> = mt{__close = function(_, e) coroutine.yield("local", e) end} print("body") end
  print(pcall(function() local a <close> = mt{__close = function(_, e) coroutine.yield("local", e) error("second", 0) end} error("first", 0) end))
end)
