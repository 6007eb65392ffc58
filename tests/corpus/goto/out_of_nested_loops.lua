for i = 1, 3 do
  for j = 1, 3 do
    for k = 1, 3 do
      if i * j * k == 12 then print("found", i, j, k) goto done end
    end
  end
end
::done::
local function find(t, x)
  local at
  for i, row in ipairs(t) do for j, v in ipairs(row) do if v == x then at = i .. "," .. j goto found end end end
  do return "not found" end
  ::found::
  return at
end
print(find({{1, 2}, {3, 4}}, 3), find({{1, 2}}, 9))
local n = 0
while true do repeat n = n + 1 if n > 5 then goto out end until false end
::out:: print(n)
for i = 1, 2 do for j = 1, 2 do for k = 1, 2 do if k == 2 then goto next_i end io.write(i, j, k, " ") end end ::next_i:: end print()
