local gen = coroutine.wrap(function(n: integer): (integer, string?)
  for i = 1, n do coroutine.yield(i as integer, "v") end
  return 0
end)
print(gen(2)) print(gen()) print(gen())
