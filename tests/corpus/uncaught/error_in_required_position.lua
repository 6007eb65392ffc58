local lines = {}
for i = 1, 3 do
  lines[i] = i
  if i == 3 then
    lines.x.y = 1
  end
end
