local function iter(s, c)
  c = c + 1
  if c > 2 then error("iterator failed") end
  return c
end
for i in iter, nil, 0 do print(i) end
