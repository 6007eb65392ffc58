local function try(f) print(select(2, pcall(f))) end
local t, n = {}, nil
try(function()
  local a = 1
  local b = a +
    n
end)
try(function()
  return t
    .x
    .y
end)
try(function()
  t.f(
    1,
    2
  )
end)
try(function()
  return 1 +
    2 +
    n
end)
try(function() return "a" ..
  "b" ..
  n end)
try(function()
  local r = {
    1,
    n.x,
    2,
  }
end)
try(function()
  print(1,
    n.x,
    3)
end)
try(function()
  if t.a
    and t.b
    or t.c.d then end
end)
try(function()
  for i = 1, 3 do
    if i == 2 then
      error("at two")
    end
  end
end)
try(function()
  local s = [[
long
string]] .. n
end)
try(function()
  t
  :
  method()
end)
try(function()
  return n
    [1]
end)
try(function()
  string.rep(
    "x",
    {}
  )
end)
try(function()
  error(
    "multi-line call"
  )
end)
