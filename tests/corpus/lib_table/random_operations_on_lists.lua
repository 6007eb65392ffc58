math.randomseed(3)
local t = {}
for step = 1, 2000 do
  local k = math.random(8)
  if k <= 3 then table.insert(t, step)
  elseif k == 4 then table.insert(t, math.random(1, #t + 1), -step)
  elseif k == 5 and #t > 0 then io.write(table.remove(t), " ")
  elseif k == 6 and #t > 0 then io.write(table.remove(t, math.random(1, #t)), " ")
  elseif k == 7 and #t > 4 then local a = math.random(1, #t - 3) table.move(t, a, a + 2, math.random(1, #t)) 
  elseif k == 8 then io.write(#t, ":", tostring(t[1]), ":", tostring(t[#t]), " ") end
end
print()
print(#t, table.concat(t, ","))
table.sort(t) print(table.concat(t, ",", 1, 20)) table.sort(t, function(a, b) return math.abs(a) < math.abs(b) end) print(table.concat(t, ",", 1, 20))
print(select("#", table.unpack(t)), (table.unpack(t, #t - 1)))
