local function show(name, v) if v then print(name, "true branch") else print(name, "false branch") end end
for _, a in ipairs{0, 1} do for _, b in ipairs{0, 1} do for _, c in ipairs{0, 1} do
  local A, B, C = a == 1, b == 1, c == 1
  show(a .. b .. c .. " and/or", A and B or C)
  show(a .. b .. c .. " or/and", A or B and C)
  show(a .. b .. c .. " not", not A and not (B or C))
  if A and not B or not A and C then print("x") elseif B == C then print("y") else print("z") end
  local n = 0
  while A and n < 2 or B and n < 1 do n = n + 1 end
  repeat n = n + 1 until not C or n > 3 and B or n > 5
  print(n)
end end end
