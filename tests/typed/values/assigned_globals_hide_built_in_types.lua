function any(list, test)
  for _, v in ipairs(list) do if test(v) then return true end end
  return false
end
print(any({ 1, 2 }, function(v) return v == 2 end), any({}, print))  --> true false
