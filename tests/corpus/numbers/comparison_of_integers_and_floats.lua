local list = {math.mininteger, -2^63, -2^53, -1, -0.5, 0, 0.0, 0.5, 1, 1.0, 2^53, 2^53 + 1, (1 << 53) + 1, math.maxinteger, 2^63, math.huge}
for i = 1, #list do
  local row = {}
  for j = 1, #list do
    local a, b = list[i], list[j]
    row[#row + 1] = a < b and "<" or a == b and "=" or a > b and ">" or "?"
    assert((a <= b) == not (b < a))
  end
  print(list[i], table.concat(row))
end
