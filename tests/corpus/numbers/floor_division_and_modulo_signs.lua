for _, a in ipairs{7, -7} do
  for _, b in ipairs{3, -3} do
    print(a, b, a // b, a % b, a / b, math.fmod(a, b))
  end
end
for _, a in ipairs{7.5, -7.5, 0.0, -0.0} do
  for _, b in ipairs{2, -2, 2.0, -0.5} do
    print(a, b, a // b, a % b)
  end
end
print(5.3 % 2, -5.3 % 2, 5.3 % -2, -5.3 % -2)
print(6 % -3, -6 % 3, 6.0 % -3, -6.0 % 3)
