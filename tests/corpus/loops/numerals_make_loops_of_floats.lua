-- A numeral as a limit or start of a loop counts as a float.
print(pcall(function()
  for multi = '1', 2 do
    for k = math.max(multi, 0), 3 do io.write(tostring(k), " ") end
  end
  print()
end))
print(math.floor("9223372036854775807"), math.ceil("53"), math.floor("-1.5"))
print(table.concat({'a', 2, 3.5}, "|", 1, -2) == "", table.concat({}, ",", 1, -1) == "")
